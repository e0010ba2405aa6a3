/** What was asked and answered at one tenant: opened on purpose, as each page that is read is written to the log. */
import { useState } from 'react';
import type { Conversation, ConversationPage } from '#lib/contracts/admin-conversations.ts';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { plural } from '../words.ts';
import type { AdminApi } from './admin-api.ts';
import { Card, inWords, Problem, percentInWords, timeInWords } from './parts.tsx';
import { useAction } from './use-action.ts';

export function ConversationsCard({ api, tenantId }: { api: AdminApi; tenantId: string }) {
  const { busy, problem, run } = useAction();
  const [page, setPage] = useState<ConversationPage | null>(null);
  // The cursors of the pages up to this one; the first has none.
  const [cursors, setCursors] = useState<(string | null)[]>([null]);

  const open = (next: (string | null)[]) =>
    run(async () => {
      const cursor = next.at(-1);
      const path = `/trials/${encodeURIComponent(tenantId)}/conversations`;
      setPage(await api.request<ConversationPage>(cursor ? `${path}?cursor=${cursor}` : path));
      setCursors(next);
    });
  const after = page?.next_cursor;

  return (
    <section aria-labelledby="conversations">
      <Card className="grid gap-3">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 id="conversations" className="font-semibold tracking-tight">
            Conversations
          </h2>
          <Button size="small" aria-disabled={busy} onClick={() => open([null])}>
            {page ? 'Read the newest' : 'Read them'}
          </Button>
        </div>
        <p className="text-[0.8125rem] text-quiet">
          These are private. That you read them is written to the audit log.
        </p>
        <Problem problem={problem} />
        {page?.conversations.length === 0 ? <p className="text-sm text-quiet">Nobody asked yet.</p> : null}
        {page && page.conversations.length > 0 ? (
          <ul aria-label="Conversations" className="divide-y divide-line border-t">
            {page.conversations.map((one) => (
              <li key={one.session_id} className="grid gap-3 py-4">
                <Turns conversation={one} />
              </li>
            ))}
          </ul>
        ) : null}
        {cursors.length > 1 || after ? (
          <nav aria-label="Pages of conversations" className="flex justify-between">
            <Button disabled={cursors.length === 1} onClick={() => open(cursors.slice(0, -1))}>
              Newer
            </Button>
            <Button disabled={!after} onClick={() => after && open([...cursors, after])}>
              Older
            </Button>
          </nav>
        ) : null}
      </Card>
    </section>
  );
}

function Turns({ conversation: { messages, ...about } }: { conversation: Conversation }) {
  const left = about.questions - messages.length;
  return (
    <>
      <p className="text-[0.8125rem] break-words text-quiet">
        {about.visitor_id === null ? 'Through the API' : `Visitor ${about.visitor_id}`}
        {about.origin ? ` at ${about.origin}` : ''} · {plural(about.questions, 'question')} ·{' '}
        <time dateTime={about.last_asked_at}>{timeInWords(about.last_asked_at)}</time>
        {left > 0 ? ` · ${plural(left, 'earlier question')} not shown` : ''}
      </p>
      {messages.map((message) => (
        <article key={message.message_id} aria-label={message.question} className="grid gap-1.5 text-sm">
          <p className="font-medium break-words whitespace-pre-line">{message.question}</p>
          <p className="break-words whitespace-pre-line">{message.answer}</p>
          <div className="flex flex-wrap items-center gap-2 text-[0.8125rem] text-quiet">
            <Badge tone={message.answered ? 'good' : 'bad'}>
              {message.answered ? 'Answered' : 'No answer'}
            </Badge>
            <span>
              {inWords(message.mode)}, confidence {percentInWords(message.confidence)}
            </span>
            {message.rating ? (
              <Badge tone={message.rating === 'up' ? 'good' : 'bad'}>
                {message.rating === 'up' ? 'Helped' : 'Did not help'}
              </Badge>
            ) : null}
            {message.comment ? <span className="min-w-0 break-words">“{message.comment}”</span> : null}
          </div>
        </article>
      ))}
    </>
  );
}
