/** Writes the answer to a question, or changes it. */
import type { FormEvent } from 'react';
import type { CuratedAnswer } from '#lib/contracts/answers.ts';
import { CURATED_ANSWER_MAX_CHARS, QUERY_MAX_CHARS, URL_MAX_CHARS } from '#lib/core/limits.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Textarea } from '../components/field.tsx';
import type { AdminApi } from './admin-api.ts';
import { Problem } from './parts.tsx';
import { useAction } from './use-action.ts';

/** A question without an answer, or an answer that is there. */
export interface AnswerDraft extends Partial<Pick<CuratedAnswer, 'answer_id' | 'answer' | 'url'>> {
  tenant_id: string;
  question: string;
}

interface AnswerDialogProps {
  api: AdminApi;
  draft: AnswerDraft;
  onClose: () => void;
  onSaved: () => Promise<void>;
}

export function AnswerDialog({ api, draft, onClose, onSaved }: AnswerDialogProps) {
  const { busy, problem, run } = useAction();
  const { answer_id: id } = draft;

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const [question, answer, url] = ['question', 'answer', 'url'].map((name) =>
      String(data.get(name) ?? '').trim(),
    );
    const path = `/trials/${encodeURIComponent(draft.tenant_id)}/answers`;
    const save = () =>
      id === undefined
        ? api.request(path, {
            method: 'POST',
            body: { question, answer, ...(url === '' ? {} : { url }) },
          })
        : api.request(`${path}/${encodeURIComponent(id)}`, {
            method: 'PATCH',
            body: { question, answer, url: url === '' ? null : url },
          });
    if (!(await run(save, id === undefined ? 'Answer added.' : 'Answer changed.'))) return;
    await onSaved();
    onClose();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={id === undefined ? 'Add an answer' : 'Change the answer'}
      description="Whoever asks this question, or asks it in nearly the same words, gets your answer word for word."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form="curated-answer" variant="primary" aria-disabled={busy}>
            {busy ? 'Saving…' : 'Save'}
          </Button>
        </>
      }
    >
      <form id="curated-answer" onSubmit={submit} className="grid gap-4 overflow-y-auto px-5 py-4">
        <Field label="Question">
          {(props) => (
            <Input
              {...props}
              name="question"
              defaultValue={draft.question}
              maxLength={QUERY_MAX_CHARS}
              required
            />
          )}
        </Field>
        <Field label="Answer" hint="Shown as plain text.">
          {(props) => (
            <Textarea
              {...props}
              name="answer"
              className="min-h-32"
              defaultValue={draft.answer}
              maxLength={CURATED_ANSWER_MAX_CHARS}
              required
            />
          )}
        </Field>
        <Field label="Link" optional>
          {(props) => (
            <Input
              {...props}
              name="url"
              type="url"
              inputMode="url"
              placeholder="https://"
              defaultValue={draft.url ?? ''}
              maxLength={URL_MAX_CHARS}
            />
          )}
        </Field>
        <Problem problem={problem} />
      </form>
    </Dialog>
  );
}
