-- The outbox of e-mail, the workflow's claim and history, links that open a trial again, and plans.

create table app.mails (
  tenant_id uuid not null references app.tenants on delete cascade,
  mail_id uuid not null,
  -- What it is about: at most one mail a key.
  dedupe_key text not null check (length(dedupe_key) <= 200),
  recipient text not null check (length(recipient) <= 254),
  subject text not null check (length(subject) <= 200),
  -- Null once it was sent or given up: it may hold a link that opens the trial.
  body text,
  status text not null default 'queued' check (status in ('queued', 'sending', 'sent', 'logged', 'failed')),
  attempts integer not null default 0,
  error text,
  lease_token uuid,
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, mail_id),
  unique (tenant_id, dedupe_key)
);
create index mails_unfinished on app.mails (status, updated_at) where status in ('queued', 'sending');
call app.protect('app.mails');

-- A tenant on a plan is `active` and no longer ends by the clock.
alter table app.tenants drop constraint tenants_status_check;
alter table app.tenants add constraint tenants_status_check
  check (status in ('trial', 'expired', 'active', 'erasing'));
alter table app.tenants add column plan text not null default 'trial' check (length(plan) <= 40);
create index tenants_email on app.tenants (lower(email));

-- One workflow a tenant. Who runs its step now has the lease; a result is stored only under the same token and version.
create unique index trials_tenant on app.trials (tenant_id);
alter table app.trials
  add column attempts integer not null default 0,
  add column interrupt jsonb,
  add column undoing text,
  add column step_since timestamptz not null default now(),
  -- When a worker is to look at it; null when nothing is to be done. Workflows from before are looked at now.
  add column run_at timestamptz default now(),
  -- The knowledge base that was last assessed (tenant_stats.kb_version).
  add column seen_kb_version bigint not null default 0,
  add column lease_token uuid,
  add column lease_until timestamptz;
alter table app.trials alter column run_at drop default;
create index trials_due on app.trials (run_at) where run_at is not null;
create index trials_leased on app.trials (lease_until) where lease_until is not null;

-- Every transition, numbered as the workflow's versions are: one that is made twice does not fit in.
create table app.workflow_history (
  tenant_id uuid not null references app.tenants on delete cascade,
  version integer not null,
  event text not null,
  actor text not null,
  from_step text,
  from_status text,
  to_step text not null,
  to_status text not null,
  detail jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (tenant_id, version)
);
call app.protect('app.workflow_history');
revoke update, delete on app.workflow_history from tenant_user, platform_user;

-- Links that give out a trial token once; only digests of their secrets are kept.
create table app.resume_links (
  tenant_id uuid not null references app.tenants on delete cascade,
  link_id uuid not null,
  secret_hash bytea not null check (length(secret_hash) = 32),
  -- Whether somebody asked for it, or it was in a mail of the workflow.
  requested boolean not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, link_id)
);
create index resume_links_secret on app.resume_links (secret_hash);
call app.protect('app.resume_links');
