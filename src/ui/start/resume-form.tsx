/** Has a link mailed that opens the trials of an address; says the same whether there are any. */
import { type FormEvent, useState } from 'react';
import { createApi, toProblem } from '../api-client.ts';
import { Alert } from '../components/alert.tsx';
import { Button } from '../components/button.tsx';
import { Field, Input } from '../components/field.tsx';
import { explainProblem } from '../explain-problem.ts';

export function ResumeForm() {
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [sentTo, setSentTo] = useState<string | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const email = String(new FormData(event.currentTarget).get('email') ?? '').trim();
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
      return setError('Enter an e-mail address, like you@example.com.');
    setError(undefined);
    setSentTo(null);
    setBusy(true);
    try {
      await createApi(null).open('/api/trial/resume', { method: 'POST', body: { email } });
      setSentTo(email);
    } catch (cause) {
      const problem = toProblem(cause);
      setError(problem.fields[0]?.message ?? explainProblem(problem).message);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      noValidate
      onSubmit={submit}
      aria-labelledby="resume-title"
      className="grid gap-3 rounded-xl border bg-surface p-5 sm:p-6"
    >
      <div>
        <h2 id="resume-title" className="font-semibold tracking-tight">
          No token at hand?
        </h2>
        <p className="text-sm text-quiet">Have a link mailed to you that opens your trial.</p>
      </div>
      <Field label="E-mail of the trial" error={error}>
        {(props) => (
          <Input {...props} name="email" type="email" autoComplete="email" required maxLength={254} />
        )}
      </Field>
      <p>
        <Button type="submit" aria-disabled={busy}>
          {busy ? 'Sending…' : 'Mail me a link'}
        </Button>
      </p>
      {sentTo ? (
        <Alert tone="good" urgent>
          If there is a trial of {sentTo}, a link is on its way. It works once, within an hour.
        </Alert>
      ) : null}
    </form>
  );
}
