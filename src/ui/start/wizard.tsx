/** The set-up of one trial: steps, live progress, what it waits for. Everything of it can be left and come back to. */
import { ArrowLeft, ArrowRight } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AcceptedSource, Source } from '#lib/contracts/kb.ts';
import { createApi } from '../api-client.ts';
import { Alert } from '../components/alert.tsx';
import { useAnnouncer } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { KbPanel } from '../kb/kb-panel.tsx';
import { useSources } from '../kb/use-sources.ts';
import { useUploads } from '../kb/use-uploads.ts';
import { dateInWords } from '../words.ts';
import { SignOutDialog } from '../workspace/sign-out-dialog.tsx';
import { spokenStatus } from '../workspace/spoken-status.ts';
import { useTrial } from '../workspace/use-trial.ts';
import { WorkspaceHeader } from '../workspace/workspace-header.tsx';
import { AssessmentStep } from './assessment-step.tsx';
import { LookStep } from './look-step.tsx';
import { PauseNotice } from './pause-notice.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { PublishStep } from './publish-step.tsx';
import { Stepper } from './stepper.tsx';
import { STEPS, type StepId, stepToResume } from './steps.ts';
import { ToolsStep } from './tools-step.tsx';
import { useAssessment } from './use-assessment.ts';
import { useBranding } from './use-branding.ts';
import { useProgressSpoken } from './use-progress-spoken.ts';
import { useStep } from './use-step.ts';
import { useTools } from './use-tools.ts';
import { useWorkflow } from './use-workflow.ts';
import { WorkflowProgress } from './workflow-progress.tsx';

const HEADINGS: Record<StepId, { title: string; lead: string }> = {
  documents: {
    title: 'Give it your documents',
    lead: 'The assistant answers from these and from nothing else: price lists, opening hours, policies, manuals, answers you often give.',
  },
  assessment: {
    title: 'How good the documents are',
    lead: 'What visitors can ask, what they cannot, and what would make it better. It is made again after every change.',
  },
  tools: {
    title: 'What else it may do',
    lead: 'Besides answering it can take a message, ask your own systems, or hand over to a person.',
  },
  look: {
    title: 'Make it yours',
    lead: 'Name, words and colours. The preview changes as you type, and it answers from your documents.',
  },
  publish: { title: 'Put it on your site', lead: 'One tag in your pages, on the sites you name.' },
};

interface WizardProps {
  token: string;
  /** What became of a mailed link that could not be opened. */
  notice: string | null;
  onSignOut: (reason: string | null) => void;
}

export function Wizard({ token, notice, onSignOut }: WizardProps) {
  const { announce } = useAnnouncer();
  const signedOut = useRef(onSignOut);
  signedOut.current = onSignOut;
  const api = useMemo(
    () =>
      createApi(token, () =>
        signedOut.current(
          'Your token is not accepted any more. Start a trial, or have a link mailed to you.',
        ),
      ),
    [token],
  );
  const trial = useTrial(api);
  const workflow = useWorkflow(api);
  const [settled, setSettled] = useState(0);
  const onSettled = useCallback(
    (source: Source) => {
      announce(spokenStatus(source));
      setSettled((count) => count + 1);
    },
    [announce],
  );
  const kb = useSources(api, onSettled, workflow.heard);
  const { accepted } = kb;
  const onAccepted = useCallback(
    (source: AcceptedSource, bytes: number) => accepted(source, bytes),
    [accepted],
  );
  const uploads = useUploads({ token, onAccepted, onAnnounce: announce });
  const [removed, setRemoved] = useState(0);
  const { view } = workflow;
  const assessment = useAssessment(api, {
    turn: workflow.turn + settled + removed,
    expected: kb.sources.some(({ status }) => status !== 'failed'),
  });
  const branding = useBranding(api, workflow.turn);
  const tools = useTools(api, workflow.turn);
  useProgressSpoken(view);

  const { step, go } = useStep(view && kb.loaded ? stepToResume(view) : null);
  const heading = useRef<HTMLHeadingElement>(null);
  const shownBefore = useRef<StepId | null>(null);
  useEffect(() => {
    if (shownBefore.current !== null && shownBefore.current !== step) {
      heading.current?.focus({ preventScroll: true });
      scrollTo({ top: 0 });
    }
    shownBefore.current = step;
  }, [step]);

  const [leaving, setLeaving] = useState(false);
  const tenant = trial.state?.tenant;
  const index = STEPS.findIndex(({ id }) => id === step);
  const before = STEPS[index - 1];
  const after = step === null ? undefined : STEPS[index + 1];
  const finished: Record<StepId, boolean> = {
    documents: kb.sources.some(({ status }) => status === 'ready'),
    assessment: view?.steps_completed.includes('kb_assess') ?? false,
    tools: view?.steps_completed.includes('tool_assign') ?? false,
    look: view?.steps_completed.includes('branding_config') ?? false,
    publish: (branding.saved?.allowed_origins.length ?? 0) > 0 && view?.status === 'completed',
  };
  const problem = workflow.problem ?? trial.problem;

  return (
    <div className="flex min-h-dvh flex-col">
      <WorkspaceHeader state={trial.state} onSignOut={() => setLeaving(true)} guided />
      <div className="mx-auto grid w-full max-w-6xl flex-1 grid-cols-1 content-start gap-x-10 gap-y-6 px-5 pt-5 pb-16 sm:px-8 lg:grid-cols-[16rem_minmax(0,1fr)] lg:grid-rows-[auto_1fr] lg:pt-9">
        <Stepper step={step} finished={finished} onGo={go} />
        <main className="grid min-w-0 grid-cols-1 content-start gap-6 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          {step === null ? (
            <p className="text-quiet">Loading…</p>
          ) : (
            <div className="grid gap-1">
              <h1
                ref={heading}
                tabIndex={-1}
                className="text-2xl font-semibold tracking-tight text-balance focus:outline-none"
              >
                {HEADINGS[step].title}
              </h1>
              <p className="max-w-2xl text-quiet">{HEADINGS[step].lead}</p>
            </div>
          )}
          {notice ? (
            <Alert tone="bad" urgent>
              {notice}
            </Alert>
          ) : null}
          {problem ? (
            <ProblemNotice
              problem={problem}
              onRetry={() => {
                workflow.refresh();
                trial.refresh();
              }}
            />
          ) : null}
          {tenant?.status === 'expired' ? (
            <Alert tone="bad" title={`The trial ended on ${dateInWords(tenant.expires_at)}.`}>
              You can still read everything here; nothing can be changed.
            </Alert>
          ) : null}
          {view && step ? (
            <PauseNotice view={view} step={step} onOperate={workflow.operate} onGo={go} />
          ) : null}
          {step === 'documents' ? (
            <KbPanel
              api={api}
              kb={kb}
              uploads={uploads}
              onRemoved={() => setRemoved((count) => count + 1)}
              className="rounded-xl border bg-surface"
            />
          ) : null}
          {step === 'assessment' ? (
            <AssessmentStep assessment={assessment} sources={kb.sources} onAdd={() => go('documents')} />
          ) : null}
          {step === 'tools' ? <ToolsStep tools={tools} chosen={finished.tools} /> : null}
          {step === 'look' ? (
            <LookStep api={api} form={branding} businessName={tenant?.business_name ?? ''} />
          ) : null}
          {step === 'publish' && tenant ? (
            <PublishStep api={api} form={branding} view={view} website={tenant.website_url} />
          ) : null}
          {step ? (
            <div className="flex flex-wrap items-center justify-between gap-3 border-t pt-5">
              {before ? (
                <Button onClick={() => go(before.id)}>
                  <ArrowLeft aria-hidden />
                  {before.label}
                </Button>
              ) : (
                <span />
              )}
              {after ? (
                <Button variant="primary" onClick={() => go(after.id)}>
                  Continue: {after.label}
                  <ArrowRight aria-hidden />
                </Button>
              ) : null}
            </div>
          ) : null}
        </main>
        <aside className="grid content-start gap-4">
          <WorkflowProgress view={view} waiting={kb.loaded && kb.sources.length === 0} />
          <p className="px-1 text-[0.8125rem] text-quiet">
            You can leave at any time. This browser remembers your trial, and the link we mailed you opens it
            anywhere.
          </p>
        </aside>
      </div>
      <SignOutDialog
        token={token}
        open={leaving}
        onClose={() => setLeaving(false)}
        onSignOut={() => onSignOut(null)}
      />
    </div>
  );
}
