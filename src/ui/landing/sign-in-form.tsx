/** The way back in: a token is tried against the API before this browser remembers it. */
import { type FormEvent, useState } from 'react';
import { createApi, toProblem } from '../api-client.ts';
import { Button } from '../components/button.tsx';
import { Field, Input } from '../components/field.tsx';
import { explainProblem } from '../explain-problem.ts';

export function SignInForm({ onSignedIn }: { onSignedIn: (token: string) => void }) {
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (busy) return;
    const token = String(new FormData(event.currentTarget).get('token') ?? '').trim();
    if (token === '' || /[^\x21-\x7e]/.test(token)) {
      setError(
        token === '' ? 'Paste your trial token.' : 'That does not look like a token: it has no spaces.',
      );
      return;
    }
    setError(undefined);
    setBusy(true);
    try {
      await createApi(token).request('/api/trial');
      onSignedIn(token);
    } catch (cause) {
      const problem = toProblem(cause);
      setError(
        problem.code === 'unauthenticated'
          ? 'This token is not known here. Check that all of it was copied.'
          : explainProblem(problem).message,
      );
      setBusy(false);
    }
  };

  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <Field label="Trial token" error={error}>
        {(props) => (
          <Input
            {...props}
            name="token"
            type="password"
            autoComplete="off"
            spellCheck={false}
            autoFocus
            className="font-mono"
          />
        )}
      </Field>
      <Button type="submit" variant="primary" className="h-10 w-full" aria-disabled={busy}>
        {busy ? 'Checking…' : 'Continue'}
      </Button>
    </form>
  );
}
