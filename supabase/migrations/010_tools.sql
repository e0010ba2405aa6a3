-- The tools of an assistant, what they keep for the business, and the webhooks that tell it of that.

-- A tool without a row is not assigned; what every assistant has needs none.
create table app.tool_assignments (
  tenant_id uuid not null references app.tenants on delete cascade,
  tool text not null check (length(tool) <= 50),
  assigned boolean not null,
  reason text not null default '' check (length(reason) <= 400),
  -- What a business has decided is not undone by a recommendation.
  origin text not null check (origin in ('recommended', 'edited')),
  endpoint_url text check (length(endpoint_url) <= 2048),
  -- Both sides sign and verify with it, so it cannot be kept as a digest.
  signing_secret text check (length(signing_secret) <= 200),
  notify_email text check (length(notify_email) <= 254),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, tool)
);
call app.protect('app.tool_assignments');

-- Leads, bookings and escalations: what visitors have sent, for the business to act on.
create table app.tool_records (
  tenant_id uuid not null references app.tenants on delete cascade,
  record_id uuid not null,
  kind text not null check (kind in ('lead', 'booking', 'escalation')),
  name text not null check (length(name) <= 200),
  email text not null check (length(email) <= 254),
  phone text check (length(phone) <= 100),
  message text check (length(message) <= 4000),
  details jsonb not null default '{}',
  session_id uuid,
  visitor_id text check (length(visitor_id) <= 200),
  request_id text not null check (length(request_id) <= 200),
  -- A digest of who ran it and the Idempotency-Key: a repeat keeps nothing a second time.
  run_key text check (length(run_key) <= 100),
  created_at timestamptz not null default now(),
  primary key (tenant_id, record_id),
  unique (tenant_id, run_key)
);
create index tool_records_kind on app.tool_records (tenant_id, kind, record_id desc);
create index tool_records_visitor on app.tool_records (tenant_id, visitor_id);
call app.protect('app.tool_records');

-- The outbox of webhooks. The body is made from the record when it is sent, so what is erased is not told any more.
create table app.webhooks (
  tenant_id uuid not null,
  webhook_id uuid not null,
  tool text not null check (length(tool) <= 50),
  record_id uuid not null,
  status text not null default 'queued' check (status in ('queued', 'sending', 'delivered', 'failed')),
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  error text check (length(error) <= 600),
  lease_token uuid,
  lease_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, webhook_id),
  foreign key (tenant_id, record_id) references app.tool_records on delete cascade
);
create index webhooks_record on app.webhooks (tenant_id, record_id);
create index webhooks_unfinished on app.webhooks (status, due_at) where status in ('queued', 'sending');
call app.protect('app.webhooks');
