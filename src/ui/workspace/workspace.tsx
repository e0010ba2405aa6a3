/** A trial at work: knowledge base on the left, conversation and API on the right; three tabs on a phone. */
import { useCallback, useMemo, useRef, useState } from 'react';
import type { AcceptedSource, Source } from '#lib/contracts/kb.ts';
import { createApi } from '../api-client.ts';
import { ChatPanel } from '../chat/chat-panel.tsx';
import { useChat } from '../chat/use-chat.ts';
import { Alert } from '../components/alert.tsx';
import { useAnnouncer } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { Tab, TabList, TabPanel, Tabs } from '../components/tabs.tsx';
import { ApiPanel } from '../developers/api-panel.tsx';
import { explainProblem } from '../explain-problem.ts';
import { KbPanel } from '../kb/kb-panel.tsx';
import { useSources } from '../kb/use-sources.ts';
import { useUploads } from '../kb/use-uploads.ts';
import { useMediaQuery } from '../use-media-query.ts';
import { dateInWords, plural } from '../words.ts';
import { SignOutDialog } from './sign-out-dialog.tsx';
import { spokenStatus } from './spoken-status.ts';
import { useTrial } from './use-trial.ts';
import { WorkspaceHeader } from './workspace-header.tsx';

type View = 'ask' | 'documents' | 'api';

interface WorkspaceProps {
  token: string;
  onSignOut: (reason: string | null) => void;
}

export function Workspace({ token, onSignOut }: WorkspaceProps) {
  const { announce } = useAnnouncer();
  const signedOut = useRef(onSignOut);
  signedOut.current = onSignOut;
  const api = useMemo(
    () =>
      createApi(token, () =>
        signedOut.current('Your token is not accepted any more. Start a trial or use another.'),
      ),
    [token],
  );
  const trial = useTrial(api);
  const chat = useChat({ api, onUsage: trial.setUsage, onAnnounce: announce });
  const { refresh } = trial;
  const onSettled = useCallback(
    (source: Source) => {
      announce(spokenStatus(source));
      refresh();
    },
    [announce, refresh],
  );
  const kb = useSources(api, onSettled);
  const { accepted } = kb;
  const onAccepted = useCallback(
    (source: AcceptedSource, bytes: number) => accepted(source, bytes),
    [accepted],
  );
  const uploads = useUploads({ token, onAccepted, onAnnounce: announce });

  const [view, setView] = useState<View | null>(null);
  const [leaving, setLeaving] = useState(false);
  const wide = useMediaQuery('(min-width: 64rem)');
  const input = useRef<HTMLTextAreaElement>(null);

  // Decided once: a phone begins with the documents when there are none.
  if (view === null && kb.loaded) setView(!wide && kb.sources.length === 0 ? 'documents' : 'ask');
  const chosen = view ?? 'ask';
  const shown: View = wide && chosen === 'documents' ? 'ask' : chosen;

  const goToDocuments = () => {
    setView('documents');
    setTimeout(() => document.getElementById('kb-title')?.focus(), 0);
  };

  const { state } = trial;
  const ended = state?.tenant.status === 'expired';
  const usage = state
    ? `${state.usage.queries_used} of ${plural(state.usage.queries_limit, 'question')} used`
    : '';
  const blocked = ended ? `The trial ended on ${dateInWords(state.tenant.expires_at)}.` : null;
  const documents = (
    <KbPanel
      api={api}
      kb={kb}
      uploads={uploads}
      onRemoved={trial.refresh}
      className={wide ? 'w-[22rem] shrink-0 border-r bg-surface xl:w-[25rem]' : 'flex-1'}
    />
  );

  return (
    <div className="flex h-dvh min-h-[34rem] flex-col">
      <WorkspaceHeader state={state} onSignOut={() => setLeaving(true)} />
      <main className="flex min-h-0 flex-1">
        <h1 className="sr-only">{state?.tenant.business_name ?? 'Frontdesk'}</h1>
        {wide ? documents : null}
        <Tabs
          value={shown}
          onValueChange={(next) => setView(next as View)}
          className="flex min-h-0 min-w-0 flex-1 flex-col"
        >
          <TabList aria-label="Views" className="shrink-0 border-b px-5 lg:px-8">
            <Tab value="ask">Ask</Tab>
            {wide ? null : <Tab value="documents">Documents</Tab>}
            <Tab value="api">Use the API</Tab>
          </TabList>
          {trial.problem ? (
            <div className="px-5 pt-4 lg:px-8">
              <Alert
                tone="bad"
                title={explainProblem(trial.problem).title}
                actions={
                  <Button size="small" onClick={trial.refresh}>
                    Try again
                  </Button>
                }
              >
                {explainProblem(trial.problem).message}
              </Alert>
            </div>
          ) : null}
          <TabPanel value="ask" tabIndex={-1} className="flex min-h-0 flex-1 flex-col focus:outline-none">
            <ChatPanel
              api={api}
              chat={chat}
              sources={kb.sources}
              input={input}
              usage={usage}
              blocked={blocked}
              onAddDocument={goToDocuments}
            />
          </TabPanel>
          {wide ? null : (
            <TabPanel
              value="documents"
              tabIndex={-1}
              className="flex min-h-0 flex-1 flex-col focus:outline-none"
            >
              {documents}
            </TabPanel>
          )}
          <TabPanel value="api" tabIndex={-1} className="flex min-h-0 flex-1 flex-col focus:outline-none">
            <ApiPanel api={api} />
          </TabPanel>
        </Tabs>
      </main>
      <SignOutDialog
        token={token}
        open={leaving}
        onClose={() => setLeaving(false)}
        onSignOut={() => onSignOut(null)}
      />
    </div>
  );
}
