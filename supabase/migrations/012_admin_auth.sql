-- How operators prove who they are, and the log of what they did (docs/decisions/012-admin-authentication.md).

-- Without a hash an account waits for its first password. The scheme names how the password was prepared and with which
-- key, so that both can be changed later. Failed log-ins are counted in the log below: a counter in the account's row
-- would take time that tells whether there is such an account.
alter table app.admin_users
  alter column password_hash drop not null,
  drop column failed_logins,
  add column password_scheme text check (length(password_scheme) <= 64),
  add column password_changed_at timestamptz;
alter table app.admin_users
  add constraint admin_users_password check (password_hash is null or password_scheme is not null);

-- A session lasts as long as its row says: 'api' for scripts (a bearer token), 'console' for browsers (a cookie).
alter table app.admin_sessions
  add column kind text not null default 'api' check (kind in ('api', 'console')),
  add column address text not null default 'unknown' check (length(address) <= 64);
create index admin_sessions_address on app.admin_sessions (admin_id, address, created_at);

-- A link that sets a password, once: of the first owner (no account yet) or of one account. Only digests are kept.
create table app.admin_setup_links (
  link_hash bytea primary key check (length(link_hash) = 32),
  admin_id uuid references app.admin_users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index admin_setup_links_admin on app.admin_setup_links (admin_id);

-- Who changed what, from where, written in the transaction of the change. No foreign keys: it outlives what it tells of.
create table app.admin_audit (
  audit_id uuid primary key,
  actor text not null check (actor in ('admin', 'system', 'anonymous')),
  admin_id uuid,
  email text check (length(email) <= 254),
  action text not null check (length(action) <= 64),
  subject text check (length(subject) <= 200),
  before jsonb,
  after jsonb,
  request_id text check (length(request_id) <= 128),
  address text check (length(address) <= 64),
  created_at timestamptz not null
);
create index admin_audit_actor on app.admin_audit (admin_id, audit_id);
create index admin_audit_subject on app.admin_audit (subject, audit_id);
create index admin_audit_action on app.admin_audit (action, audit_id);

do $$
declare
  target regclass;
begin
  foreach target in array array['app.admin_setup_links', 'app.admin_audit']::regclass[] loop
    execute format('alter table %s owner to owner', target);
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
  end loop;
end
$$;

create policy platform_access on app.admin_setup_links to platform_user using (true) with check (true);
grant select, insert, update, delete on app.admin_setup_links to platform_user;

-- Append-only three times over: nobody is granted UPDATE or DELETE, no policy lets even the owner reach a row to change
-- it, and a trigger refuses whoever stands above both.
create policy platform_reads on app.admin_audit for select to platform_user using (true);
create policy platform_appends on app.admin_audit for insert to platform_user with check (true);
grant select, insert on app.admin_audit to platform_user;
revoke update, delete, truncate on app.admin_audit from public, owner, app, tenant_user, platform_user;

create function app.refuse_change() returns trigger
language plpgsql
as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;
alter function app.refuse_change owner to owner;
create trigger append_only before update or delete or truncate on app.admin_audit
  for each statement execute function app.refuse_change();

-- Accounts are disabled, never removed: the log must be able to say whose they were.
revoke delete on app.admin_users from platform_user;
