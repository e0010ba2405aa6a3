/** The administrators: invited, given another role, disabled, given a link to a new password. */
import { type FormEvent, useState } from 'react';
import type { AdminUser, SetupLink } from '#lib/contracts/admin.ts';
import { ADMIN_ROLES } from '#lib/core/caller.ts';
import { Alert } from '../components/alert.tsx';
import { Badge } from '../components/badge.tsx';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { Field, Input, Select } from '../components/field.tsx';
import { inWords, Problem, timeInWords, ViewTitle } from './parts.tsx';
import { useAction } from './use-action.ts';
import { usePolled } from './use-polled.ts';
import type { ViewProps } from './view-props.ts';

const TONES = { active: 'good', disabled: 'bad', invited: 'busy' } as const;

export function UsersView({ api, me }: ViewProps) {
  const { data, problem, refresh } = usePolled<{ users: AdminUser[] }>(api, '/users?limit=200', ['audit']);
  const { busy, problem: failed, run } = useAction();
  const [link, setLink] = useState<{ email: string; url: string } | null>(null);

  const show = (email: string, { path }: SetupLink) => setLink({ email, url: location.origin + path });
  const act = async (work: () => Promise<unknown>, done: string) => {
    setLink(null);
    if (await run(work, done)) await refresh();
  };
  const update = (user: AdminUser, body: { role?: string; status?: string }) =>
    act(() => api.request(`/users/${user.admin_id}`, { method: 'PATCH', body }), `${user.email} changed.`);
  const reset = (user: AdminUser) =>
    act(async () => {
      const made = await api.request<SetupLink>(`/users/${user.admin_id}/password`, {
        method: 'POST',
        body: {},
      });
      show(user.email, made);
    }, 'A link was made; the old password no longer works.');
  const invite = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const data = new FormData(form);
    const body = { email: String(data.get('email')).trim(), role: String(data.get('role')) };
    void act(async () => {
      const { setup_link } = await api.request<{ setup_link: SetupLink }>('/users', { method: 'POST', body });
      show(body.email, setup_link);
      form.reset();
    }, `${body.email} was added.`);
  };

  return (
    <>
      <ViewTitle>Users</ViewTitle>
      <form onSubmit={invite} className="grid items-end gap-3 sm:grid-cols-[2fr_1fr_auto]">
        <Field label="E-mail">
          {(props) => <Input {...props} name="email" type="email" autoComplete="off" required />}
        </Field>
        <Field label="Role">
          {(props) => (
            <Select {...props} name="role">
              {ADMIN_ROLES.map((role) => (
                <option key={role} value={role}>
                  {inWords(role)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Button type="submit" variant="primary" className="h-10" aria-disabled={busy}>
          Invite
        </Button>
      </form>
      <Problem problem={failed ?? problem} />
      {link ? (
        <Alert tone="good" urgent title={`Give this link to ${link.email} alone. It is shown once.`}>
          <div className="mt-1.5 flex items-center gap-2">
            <code className="min-w-0 flex-1 font-mono text-[0.8125rem] break-all">{link.url}</code>
            <CopyButton text={link.url} label="Copy the link">
              Copy
            </CopyButton>
          </div>
        </Alert>
      ) : null}
      {data === null ? <p className="text-sm text-quiet">Loading…</p> : null}
      <ul aria-label="Users" className="divide-y divide-line rounded-lg border bg-surface">
        {data?.users.map((user) => (
          <li key={user.admin_id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
            <div className="min-w-0 flex-1 basis-56">
              <p className="text-sm font-medium break-all">{user.email}</p>
              <p className="text-[0.8125rem] text-quiet">
                {user.last_login_at ? `Last log-in ${timeInWords(user.last_login_at)}` : 'Never logged in'}
                {user.failed_logins > 0 ? ` · ${user.failed_logins} failed since` : ''}
              </p>
            </div>
            <Badge tone={TONES[user.status]}>{inWords(user.status)}</Badge>
            {user.admin_id === me.admin_id ? (
              <span className="text-sm text-quiet">You, {user.role}</span>
            ) : (
              <div className="flex flex-wrap gap-2">
                <Select
                  aria-label={`Role of ${user.email}`}
                  className="h-8 w-auto text-[0.8125rem]"
                  value={user.role}
                  onChange={(event) => update(user, { role: event.target.value })}
                >
                  {ADMIN_ROLES.map((role) => (
                    <option key={role} value={role}>
                      {inWords(role)}
                    </option>
                  ))}
                </Select>
                <Button
                  size="small"
                  aria-label={`${user.status === 'disabled' ? 'Enable' : 'Disable'} ${user.email}`}
                  onClick={() => update(user, { status: user.status === 'disabled' ? 'active' : 'disabled' })}
                >
                  {user.status === 'disabled' ? 'Enable' : 'Disable'}
                </Button>
                <Button
                  size="small"
                  aria-label={`New password for ${user.email}`}
                  onClick={() => reset(user)}
                >
                  New password
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
