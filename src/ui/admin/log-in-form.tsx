/** Logging in to the console; the session is a cookie that scripts cannot read. */
import type { FormEvent } from 'react';
import { Alert } from '../components/alert.tsx';
import { Button } from '../components/button.tsx';
import { Field, Input } from '../components/field.tsx';
import { createAdminApi } from './admin-api.ts';
import { Entrance } from './entrance.tsx';
import { Problem } from './parts.tsx';
import { useAction } from './use-action.ts';

const api = createAdminApi();

export function LogInForm({ onLoggedIn }: { onLoggedIn: () => void }) {
  const { busy, problem, run } = useAction();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const body = { email: String(data.get('email')), password: String(data.get('password')) };
    if (await run(() => api.request('/login', { method: 'POST', body }))) onLoggedIn();
  };

  return (
    <Entrance title="Log in to the console">
      <form onSubmit={submit} className="grid gap-4">
        <Field label="E-mail">
          {(props) => <Input {...props} name="email" type="email" autoComplete="username" required />}
        </Field>
        <Field label="Password">
          {(props) => (
            <Input {...props} name="password" type="password" autoComplete="current-password" required />
          )}
        </Field>
        <Button type="submit" variant="primary" className="h-10 w-full" aria-disabled={busy}>
          {busy ? 'Checking…' : 'Log in'}
        </Button>
      </form>
      {problem?.code === 'unauthenticated' ? (
        <Alert tone="bad" urgent title="Not logged in">
          This address and password do not belong together, or the account is disabled.
        </Alert>
      ) : (
        <Problem problem={problem} />
      )}
    </Entrance>
  );
}
