-- The widget: the public key that names a tenant on its pages, and the tokens of visitors' sessions.

-- A key opens nothing by itself. One a tenant; a new one replaces it. Found by the platform role, since the key is what
-- tells the tenant.
create table app.widget_keys (
  tenant_id uuid primary key references app.tenants on delete cascade,
  widget_key text not null check (length(widget_key) <= 64),
  created_at timestamptz not null default now()
);
create index widget_keys_key on app.widget_keys (widget_key);
call app.protect('app.widget_keys');
alter table app.widget_configs drop column widget_key;

-- Only the SHA-256 digest of a visitor's token is kept; none means that nobody may go on with the session.
alter table app.sessions add column token_hash bytea check (length(token_hash) = 32);
-- Opened by the tenant itself for its own preview page, whatever the allowed origins are.
alter table app.sessions add column preview boolean not null default false;
create index sessions_token on app.sessions (token_hash) where token_hash is not null;
create index sessions_ending on app.sessions (tenant_id, expires_at) where token_hash is not null;
create index sessions_visitor on app.sessions (tenant_id, visitor_id) where visitor_id is not null;
