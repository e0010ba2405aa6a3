-- Feature flags: what an operator set in place of the catalogue's defaults, what the guard counted, what it did.
-- The platform's own: no tenant may see these.

create table app.flags (
  key text primary key check (length(key) <= 64),
  -- False is the kill switch: off for everybody.
  enabled boolean not null,
  percentage smallint not null check (percentage between 0 and 100),
  variant text not null check (length(variant) <= 64),
  allow uuid[] not null default '{}',
  deny uuid[] not null default '{}',
  -- Of this flag; a change names the one it was made from.
  version integer not null default 1,
  -- The guard's looks at this version: how often, and at how many calls the last time.
  looks integer not null default 0,
  looked_calls bigint not null default 0,
  updated_by text not null check (length(updated_by) <= 254),
  updated_at timestamptz not null default now()
);

-- One row: raised by every change, in its transaction. It is what instances look at every other second, and the lock
-- that makes changes follow each other.
create table app.flags_version (
  singleton boolean primary key default true check (singleton),
  version bigint not null default 0
);
insert into app.flags_version default values;

-- How calls ended, by the place of their tenants in the rollout (10,000 of them, so no row says which tenant).
create table app.flag_outcomes (
  key text not null,
  version integer not null,
  bucket smallint not null check (bucket between 0 and 9999),
  calls bigint not null,
  failed bigint not null,
  slow bigint not null,
  primary key (key, version, bucket)
);

-- Alerts: what the guard turned off, and on what evidence.
create table app.flag_alerts (
  alert_id uuid primary key,
  key text not null,
  version integer not null,
  evidence jsonb not null,
  created_at timestamptz not null default now()
);
create index flag_alerts_newest on app.flag_alerts (created_at desc);

do $$
declare
  target regclass;
begin
  foreach target in array array['app.flags', 'app.flags_version', 'app.flag_outcomes', 'app.flag_alerts']::regclass[] loop
    execute format('alter table %s owner to owner', target);
    execute format('alter table %s enable row level security', target);
    execute format('alter table %s force row level security', target);
    execute format('create policy platform_access on %s to platform_user using (true) with check (true)', target);
    execute format('grant select, insert, update, delete on %s to platform_user', target);
  end loop;
end
$$;
revoke update, delete on app.flag_alerts from platform_user;
revoke insert, delete on app.flags_version from platform_user;

-- The guard acts by itself, and the log of what was done says so.
alter table app.admin_audit drop constraint admin_audit_actor_check;
alter table app.admin_audit add constraint admin_audit_actor_check
  check (actor in ('admin', 'system', 'anonymous', 'guard'));
