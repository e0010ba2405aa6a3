/** Uses a one-time link: its secret stands behind the # and so is sent to nobody but in the form's request. */
'use client';
import type { FormEvent } from 'react';
import { ADMIN_PASSWORD_MIN_CHARS } from '#lib/core/limits.ts';
import { Alert } from '../components/alert.tsx';
import { AnnouncerProvider } from '../components/announcer.tsx';
import { Button } from '../components/button.tsx';
import { Field, Input } from '../components/field.tsx';
import { createAdminApi } from './admin-api.ts';
import { Entrance } from './entrance.tsx';
import { Problem } from './parts.tsx';
import { useAction } from './use-action.ts';
import { useHash } from './use-hash.ts';

const api = createAdminApi();

export function AdminSetup() {
  return (
    <AnnouncerProvider>
      <SetupForm />
    </AnnouncerProvider>
  );
}

function SetupForm() {
  const secret = useHash();
  const { busy, problem, run } = useAction();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const email = String(data.get('email') ?? '').trim();
    const body = {
      secret,
      password: String(data.get('password')),
      ...(email === '' ? {} : { email }),
    };
    if (await run(() => api.request('/setup', { method: 'POST', body }))) location.assign('/admin');
  };

  return (
    <Entrance title="Set up your account">
      <form onSubmit={submit} className="grid gap-4">
        <Field label="E-mail" optional hint="Only the first owner gives one; an invitation knows its own.">
          {(props) => <Input {...props} name="email" type="email" autoComplete="username" />}
        </Field>
        <Field label="New password" hint={`At least ${ADMIN_PASSWORD_MIN_CHARS} characters.`}>
          {(props) => (
            <Input
              {...props}
              name="password"
              type="password"
              autoComplete="new-password"
              minLength={ADMIN_PASSWORD_MIN_CHARS}
              required
            />
          )}
        </Field>
        <Button type="submit" variant="primary" className="h-10 w-full" aria-disabled={busy}>
          Set the password and log in
        </Button>
      </form>
      {problem?.code === 'unauthenticated' ? (
        <Alert tone="bad" urgent title="This link does not work">
          It works once, for a short time. Ask for a new one.
        </Alert>
      ) : (
        <Problem problem={problem} />
      )}
    </Entrance>
  );
}
