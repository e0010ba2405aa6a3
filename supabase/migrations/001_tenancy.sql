-- Roles, the tenant setting and the tables that say who a tenant is.
--
-- owner          owns every table and runs migrations; forced row level security binds it as well
-- app            the login of servers and workers: NOSUPERUSER NOBYPASSRLS, owns nothing, may read nothing itself
-- tenant_user    what a transaction becomes for one tenant (SET LOCAL ROLE), sees only app.tenant_id()
-- platform_user  what a transaction becomes to cross tenants; every use gives a reason and is logged

do $$
begin
  if not exists (select from pg_roles where rolname = 'owner') then
    create role owner nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'app') then
    create role app nologin noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'tenant_user') then
    create role tenant_user nologin;
  end if;
  if not exists (select from pg_roles where rolname = 'platform_user') then
    create role platform_user nologin;
  end if;
end
$$;

grant tenant_user, platform_user to app;
grant owner to current_user;

create schema if not exists extensions;
create extension if not exists vector with schema extensions;
grant usage on schema extensions to owner, app, tenant_user, platform_user;

create schema if not exists app authorization owner;
grant usage on schema app to app, tenant_user, platform_user;

-- The tenant of this transaction. Raises when none is set: a placeholder setting reads NULL before its
-- first local use in a session and '' after it, and neither may ever mean "every tenant".
create or replace function app.tenant_id() returns uuid
language plpgsql stable parallel safe
as $$
declare
  value text := current_setting('app.tenant_id', true);
begin
  if value is null or value = '' then
    raise exception 'no tenant is set for this transaction' using errcode = 'insufficient_privilege';
  end if;
  return value::uuid;
end
$$;

-- Puts a tenant table under forced row level security: a tenant sees and writes its own rows only,
-- the platform role sees all. Called once for each table, so that none gets a policy of its own make.
create or replace procedure app.protect(target regclass)
language plpgsql
as $$
begin
  execute format('alter table %s owner to owner', target);
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant_isolation on %s to tenant_user '
    'using (tenant_id = (select app.tenant_id())) with check (tenant_id = (select app.tenant_id()))', target);
  execute format('create policy platform_access on %s to platform_user using (true) with check (true)', target);
  execute format('grant select, insert, update, delete on %s to tenant_user, platform_user', target);
end
$$;

create table app.tenants (
  tenant_id uuid primary key,
  email text not null check (length(email) <= 254),
  business_name text not null check (length(business_name) <= 200),
  business_type text not null,
  website_url text,
  status text not null default 'trial' check (status in ('trial', 'expired')),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
call app.protect('app.tenants');
-- A tenant row is made and removed by the platform alone.
revoke insert, delete on app.tenants from tenant_user;

-- The trial's workflow, one a tenant.
create table app.trials (
  tenant_id uuid not null references app.tenants on delete cascade,
  workflow_id uuid not null,
  current_step text not null,
  status text not null,
  steps_completed text[] not null default '{}',
  progress_percent integer not null default 0 check (progress_percent between 0 and 100),
  state jsonb not null default '{}',
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, workflow_id)
);
call app.protect('app.trials');

-- Trial tokens and API keys; only SHA-256 digests of 256-bit random secrets are kept.
create table app.api_keys (
  tenant_id uuid not null references app.tenants on delete cascade,
  key_id uuid not null,
  kind text not null check (kind in ('trial_token', 'api_key')),
  name text not null check (length(name) <= 100),
  token_hash bytea not null check (length(token_hash) = 32),
  scopes text[] not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used_at timestamptz,
  primary key (tenant_id, key_id)
);
create index api_keys_token_hash on app.api_keys (token_hash);
call app.protect('app.api_keys');

-- What the plan allows and what is used; changed by conditional updates only, so the limits are exact.
create table app.usage (
  tenant_id uuid primary key references app.tenants on delete cascade,
  queries_used integer not null default 0 check (queries_used >= 0),
  queries_limit integer not null,
  documents integer not null default 0 check (documents >= 0),
  documents_limit integer not null,
  storage_bytes bigint not null default 0 check (storage_bytes >= 0),
  storage_limit_bytes bigint not null
);
call app.protect('app.usage');

-- Counters of a tenant: event ids, chunk ids, the knowledge base's version and size (for BM25).
create table app.tenant_stats (
  tenant_id uuid primary key references app.tenants on delete cascade,
  last_event_id bigint not null default 0,
  last_chunk_id bigint not null default 0,
  kb_version bigint not null default 0,
  chunks integer not null default 0 check (chunks >= 0),
  terms bigint not null default 0 check (terms >= 0)
);
call app.protect('app.tenant_stats');
