/** The answers that people have written for a trial's visitors, with what an operator may do to them. */
import { useState } from 'react';
import type { AnswersPage, CuratedAnswer } from '#lib/contracts/answers.ts';
import { PAGE_SIZE_MAX } from '#lib/core/limits.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import type { AdminApi } from './admin-api.ts';
import { AnswerDialog, type AnswerDraft } from './answer-dialog.tsx';
import { Card, inWords, Problem, timeInWords } from './parts.tsx';
import { useAction } from './use-action.ts';
import { usePolled } from './use-polled.ts';

export function CuratedAnswers({ api, tenantId }: { api: AdminApi; tenantId: string }) {
  const path = `/trials/${encodeURIComponent(tenantId)}/answers`;
  const [cursors, setCursors] = useState<string[]>([]);
  const cursor = cursors.at(-1);
  const page = `${path}?limit=${PAGE_SIZE_MAX}${cursor === undefined ? '' : `&cursor=${cursor}`}`;
  const { data, problem, refresh } = usePolled<AnswersPage>(api, page);
  const [draft, setDraft] = useState<AnswerDraft | null>(null);
  const [leaving, setLeaving] = useState<CuratedAnswer | null>(null);
  const { problem: failed, run } = useAction();

  const remove = async ({ answer_id }: CuratedAnswer) => {
    setLeaving(null);
    if (await run(() => api.request(`${path}/${answer_id}`, { method: 'DELETE' }), 'Answer removed.'))
      await refresh();
  };
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-semibold tracking-tight">Curated answers</h2>
        <Button size="small" onClick={() => setDraft({ tenant_id: tenantId, question: '' })}>
          Add an answer
        </Button>
      </div>
      <Problem problem={failed ?? problem} />
      {data?.answers.length === 0 ? <p className="mt-2 text-sm text-quiet">None.</p> : null}
      {data && data.answers.length > 0 ? (
        <ul aria-label="Curated answers" className="mt-2 divide-y divide-line">
          {data.answers.map((one) => (
            <li key={one.answer_id} className="flex flex-wrap gap-x-4 gap-y-2 py-3">
              <div className="min-w-0 flex-1 basis-64">
                <p className="text-sm font-medium break-words">{one.question}</p>
                <p className="text-sm break-words whitespace-pre-wrap">{one.answer}</p>
                {one.url === null ? null : <p className="text-[0.8125rem] break-all text-quiet">{one.url}</p>}
                <p className="text-[0.8125rem] text-quiet">
                  {inWords(one.added_by)} · {timeInWords(one.updated_at)}
                </p>
              </div>
              <div className="flex gap-2">
                <Button
                  size="small"
                  aria-label={`Edit the answer to “${one.question}”`}
                  onClick={() => setDraft({ ...one, tenant_id: tenantId })}
                >
                  Edit
                </Button>
                <Button
                  size="small"
                  aria-label={`Remove the answer to “${one.question}”`}
                  onClick={() => setLeaving(one)}
                >
                  Remove
                </Button>
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="mt-2 flex gap-2 empty:hidden">
        {cursors.length > 0 ? (
          <Button size="small" onClick={() => setCursors(cursors.slice(0, -1))}>
            Newer
          </Button>
        ) : null}
        {data?.next_cursor ? (
          <Button size="small" onClick={() => setCursors([...cursors, data.next_cursor!])}>
            Older
          </Button>
        ) : null}
      </div>
      {draft ? (
        <AnswerDialog api={api} draft={draft} onClose={() => setDraft(null)} onSaved={refresh} />
      ) : null}
      {leaving ? (
        <Dialog
          alert
          open
          onClose={() => setLeaving(null)}
          title="Remove this answer?"
          description={`“${leaving.question}” is answered from the documents again.`}
          footer={
            <>
              <Button onClick={() => setLeaving(null)}>Keep it</Button>
              <Button variant="danger" onClick={() => void remove(leaving)}>
                Remove it
              </Button>
            </>
          }
        />
      ) : null}
    </Card>
  );
}
