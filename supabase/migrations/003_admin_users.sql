-- Operators of the platform and their sessions. No tenant may see these: only the platform role is granted.

create table app.admin_users (
  admin_id uuid primary key,
  email text not null unique check (email = lower(email) and length(email) <= 254),
  password_hash text not null,
  role text not null check (role in ('viewer', 'operator', 'owner')),
  status text not null default 'active' check (status in ('active', 'disabled')),
  failed_logins integer not null default 0,
  last_login_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table app.admin_sessions (
  session_id uuid primary key,
  admin_id uuid not null references app.admin_users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index admin_sessions_admin on app.admin_sessions (admin_id);

do $$
declare
  target regclass;
begin
  foreach target in array array['app.admin_users', 'app.admin_sessions']::regclass[] loop
    execute format('alter table %s owner to owner', target);
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format('create policy platform_access on %s to platform_user using (true) with check (true)', target);
    execute format('grant select, insert, update, delete on %s to platform_user', target);
  end loop;
end
$$;
