/** Adds a text that is in no file: title, content, and where it is from. */
import { type FormEvent, useState } from 'react';
import type { AcceptedSource, AddTextInput } from '#lib/contracts/kb.ts';
import { TEXT_CONTENT_MAX_CHARS, TEXT_TITLE_MAX_CHARS, URL_MAX_CHARS } from '#lib/core/limits.ts';
import { type Api, type ProblemError, toProblem } from '../api-client.ts';
import { Alert } from '../components/alert.tsx';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { Field, Input, Textarea } from '../components/field.tsx';
import { explainProblem } from '../explain-problem.ts';

async function addText(api: Api, input: AddTextInput): Promise<AcceptedSource | undefined> {
  const { sources } = await api.request<{ sources: AcceptedSource[] }>('/api/trial/kb/text', {
    method: 'POST',
    body: input,
    headers: { 'idempotency-key': crypto.randomUUID() },
  });
  return sources[0];
}

interface PasteTextDialogProps {
  api: Api;
  open: boolean;
  onClose: () => void;
  onAdded: (source: AcceptedSource, bytes: number) => void;
}

export function PasteTextDialog({ api, open, onClose, onAdded }: PasteTextDialogProps) {
  const [errors, setErrors] = useState<{ title?: string; content?: string; url?: string }>({});
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const [busy, setBusy] = useState(false);

  const close = () => {
    setErrors({});
    setProblem(null);
    onClose();
  };

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const form = event.currentTarget;
    const text = (name: string) => String(new FormData(form).get(name) ?? '');
    const title = text('title').trim();
    const content = text('content');
    const url = text('url').trim();
    const found = {
      ...(title === '' ? { title: 'Give it a title; citations show it.' } : {}),
      ...(content.trim() === '' ? { content: 'Paste the text to add.' } : {}),
      ...(url !== '' && !/^https?:\/\/.+/.test(url)
        ? { url: 'Enter an address that begins with https://.' }
        : {}),
    };
    setErrors(found);
    setProblem(null);
    const first = Object.keys(found)[0];
    if (first !== undefined) {
      const field = form.elements.namedItem(first);
      if (field instanceof HTMLElement) field.focus();
      return;
    }
    setBusy(true);
    try {
      const source = await addText(api, { title, content, ...(url === '' ? {} : { url }) });
      if (source) onAdded(source, new Blob([content]).size);
      close();
    } catch (error) {
      setProblem(toProblem(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      open={open}
      onClose={close}
      title="Paste text"
      description="For what is in no file: opening hours, an answer you keep typing, a page of your site."
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form="paste-text" variant="primary" aria-disabled={busy}>
            {busy ? 'Adding…' : 'Add text'}
          </Button>
        </>
      }
    >
      <form id="paste-text" noValidate onSubmit={submit} className="grid gap-4 overflow-y-auto px-5 py-4">
        <Field label="Title" error={errors.title}>
          {(props) => <Input {...props} name="title" maxLength={TEXT_TITLE_MAX_CHARS} required />}
        </Field>
        <Field
          label="Text"
          error={errors.content}
          hint={`Up to ${TEXT_CONTENT_MAX_CHARS.toLocaleString('en')} characters.`}
        >
          {(props) => (
            <Textarea
              {...props}
              name="content"
              className="min-h-40"
              maxLength={TEXT_CONTENT_MAX_CHARS}
              required
            />
          )}
        </Field>
        <Field label="Web address" optional error={errors.url}>
          {(props) => <Input {...props} name="url" type="url" inputMode="url" maxLength={URL_MAX_CHARS} />}
        </Field>
        {problem ? (
          <Alert tone="bad" urgent title={explainProblem(problem).title}>
            {explainProblem(problem).message}
          </Alert>
        ) : null}
      </form>
    </Dialog>
  );
}
