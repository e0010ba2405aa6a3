/** One's own account: another password, which ends the sessions elsewhere. */
import { type FormEvent, useState } from 'react';
import { ADMIN_PASSWORD_MIN_CHARS } from '#lib/core/limits.ts';
import { Alert } from '../components/alert.tsx';
import { Button } from '../components/button.tsx';
import { Field, Input } from '../components/field.tsx';
import { createAdminApi } from './admin-api.ts';
import { Card, Fact, inWords, Problem, timeInWords, ViewTitle } from './parts.tsx';
import { useAction } from './use-action.ts';
import type { ViewProps } from './view-props.ts';

/** A wrong password is refused as a session that ended is: by itself it logs nobody out. */
const passwordApi = createAdminApi();

export function AccountView({ api, me }: ViewProps) {
  const { busy, problem, run } = useAction();
  const [differ, setDiffer] = useState(false);
  const [changed, setChanged] = useState(false);
  const wrong = problem?.code === 'unauthenticated';
  const weak = problem?.fields.find(({ path }) => path === 'new_password')?.message;

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const [current, fresh, again] = ['current', 'fresh', 'again'].map((name) => String(data.get(name)));
    setChanged(false);
    setDiffer(fresh !== again);
    if (fresh !== again) return;
    const body = { current_password: current, new_password: fresh };
    const change = () => passwordApi.request('/me/password', { method: 'POST', body });
    if (await run(change, 'Your password was changed.')) {
      setChanged(true);
      form.reset();
    } else {
      // Whoever is not logged in any more is told so by this.
      await api.request('/me').catch(() => undefined);
    }
  };

  return (
    <>
      <ViewTitle>Your account</ViewTitle>
      <dl className="grid grid-cols-1 gap-4 rounded-lg border bg-surface p-4 sm:grid-cols-3">
        <Fact name="E-mail">
          <span className="break-all">{me.email}</span>
        </Fact>
        <Fact name="Role">{inWords(me.role)}</Fact>
        <Fact name="Logged in until">{timeInWords(me.session_expires_at)}</Fact>
      </dl>
      <section aria-labelledby="own-password" className="max-w-md">
        <Card className="grid gap-4">
          <h2 id="own-password" className="font-semibold tracking-tight">
            Change your password
          </h2>
          <form onSubmit={submit} className="grid gap-4">
            {/* Password managers keep the new one under this name. */}
            <input hidden type="email" name="username" autoComplete="username" value={me.email} readOnly />
            <Field
              label="Present password"
              error={wrong ? 'This is not the password of your account.' : undefined}
            >
              {(props) => (
                <Input {...props} name="current" type="password" autoComplete="current-password" required />
              )}
            </Field>
            <Field
              label="New password"
              hint={`At least ${ADMIN_PASSWORD_MIN_CHARS} characters; nothing that is guessed first.`}
              error={weak === undefined ? undefined : `${weak}.`}
            >
              {(props) => (
                <Input {...props} name="fresh" type="password" autoComplete="new-password" required />
              )}
            </Field>
            <Field
              label="New password again"
              error={differ ? 'This is not what you typed above.' : undefined}
            >
              {(props) => (
                <Input {...props} name="again" type="password" autoComplete="new-password" required />
              )}
            </Field>
            <p className="text-[0.8125rem] text-quiet">
              Wherever else you are logged in, you will be logged out.
            </p>
            <Button type="submit" variant="primary" className="h-10 w-fit" aria-disabled={busy}>
              {busy ? 'Changing…' : 'Change the password'}
            </Button>
          </form>
          {wrong || weak !== undefined ? null : <Problem problem={problem} />}
          {changed ? (
            <Alert tone="good" title="Your password was changed">
              Every other session of your account has ended. You stay logged in here.
            </Alert>
          ) : null}
        </Card>
      </section>
    </>
  );
}
