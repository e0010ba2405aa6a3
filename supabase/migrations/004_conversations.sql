-- What visitors see and say, what happened, and what was done by whom.

create table app.widget_configs (
  tenant_id uuid primary key references app.tenants on delete cascade,
  widget_key text,
  display_name text,
  primary_color text,
  secondary_color text,
  tone text,
  welcome_message text,
  placeholder_text text,
  position text not null default 'bottom-right',
  theme text not null default 'auto',
  locale text not null default 'en',
  -- Empty refuses every browser.
  allowed_origins text[] not null default '{}',
  updated_at timestamptz not null default now()
);
call app.protect('app.widget_configs');

create table app.sessions (
  tenant_id uuid not null references app.tenants on delete cascade,
  session_id uuid not null,
  visitor_id text,
  origin text,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  primary key (tenant_id, session_id)
);
call app.protect('app.sessions');

-- One answered question each; the visitor's word on it (rating) is kept with it.
create table app.messages (
  tenant_id uuid not null,
  message_id uuid not null,
  session_id uuid not null,
  request_id text not null,
  query text not null,
  answer text not null,
  answered boolean not null,
  confidence real not null,
  mode text not null,
  cited_sources uuid[] not null default '{}',
  rating text check (rating in ('up', 'down')),
  comment text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, message_id),
  foreign key (tenant_id, session_id) references app.sessions on delete cascade
);
create index messages_request on app.messages (tenant_id, request_id);
create index messages_session on app.messages (tenant_id, session_id, created_at);
call app.protect('app.messages');

-- What a page follows live; ids are per tenant, without gaps, in commit order.
create table app.events (
  tenant_id uuid not null references app.tenants on delete cascade,
  event_id bigint not null,
  type text not null check (type in ('ingestion', 'workflow')),
  payload jsonb not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, event_id)
);
call app.protect('app.events');

create table app.idempotency_keys (
  tenant_id uuid not null references app.tenants on delete cascade,
  key text not null check (length(key) <= 200),
  operation text not null,
  request_hash text not null,
  status integer,
  body jsonb,
  created_at timestamptz not null default now(),
  primary key (tenant_id, operation, key)
);
call app.protect('app.idempotency_keys');

-- Append-only: nobody is granted UPDATE or DELETE; a tenant's rows go when the tenant is erased.
create table app.audit_log (
  tenant_id uuid not null references app.tenants on delete cascade,
  audit_id uuid not null,
  actor text not null,
  action text not null,
  subject text,
  detail jsonb not null default '{}',
  request_id text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, audit_id)
);
call app.protect('app.audit_log');
revoke update, delete on app.audit_log from tenant_user, platform_user;
