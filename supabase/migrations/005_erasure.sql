-- Erasing a tenant: a state that refuses every credential at once, and what may remain afterwards.

alter table app.tenants drop constraint tenants_status_check;
alter table app.tenants add constraint tenants_status_check check (status in ('trial', 'expired', 'erasing'));
create index tenants_expiry on app.tenants (status, expires_at);

-- The receipt of an erasure, and its progress until then: which tenant, when, why and how many rows. No personal data,
-- and no foreign key, because it outlives the tenant. Only the platform role is granted; nobody may delete.
create table app.erasures (
  erased_tenant uuid primary key,
  reason text not null check (reason in ('requested', 'expired')),
  rows jsonb not null default '{}',
  requested_at timestamptz not null,
  -- Whoever erases now; another worker goes on when it ran out.
  lease_until timestamptz not null,
  finished_at timestamptz
);
create index erasures_finished on app.erasures (finished_at);
alter table app.erasures owner to owner;
alter table app.erasures enable row level security;
alter table app.erasures force row level security;
create policy platform_access on app.erasures to platform_user using (true) with check (true);
grant select, insert, update on app.erasures to platform_user;
