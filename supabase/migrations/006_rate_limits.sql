-- Rate limits that an operator has set for a tenant, in place of the product's own.

create table app.rate_limit_overrides (
  tenant_id uuid not null references app.tenants on delete cascade,
  policy text not null check (length(policy) <= 64),
  units integer not null check (units >= 0),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, policy)
);
call app.protect('app.rate_limit_overrides');
-- A tenant may see its limits and not move them.
revoke insert, update, delete on app.rate_limit_overrides from tenant_user;
