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
