-- An approximate vector index for each large tenant, in a partition of its own (docs/decisions/011).
--
-- The role that a tenant's transactions have owns nothing and the pooler's login may create nothing, so the two
-- functions below make and drop such a partition with the owner's rights. They take a tenant and a width, nothing else.
-- They wait for a lock only a moment, because whoever comes after them in the lock's queue waits as long.

-- Vectors of more than 2,000 dimensions do not fit a page: those alone go out of line, all others stay in the row.
alter table app.chunk_vectors alter column embedding set storage main;

-- Copies of chunk_vectors in half precision, of large tenants only. No foreign key to chunks: attaching a partition
-- would lock that table; a removed chunk takes its copy along (src/lib/rag/chunk-store.ts).
create table app.large_vectors (
  tenant_id uuid not null references app.tenants on delete cascade,
  chunk_id bigint not null,
  embedding extensions.halfvec not null,
  primary key (tenant_id, chunk_id)
) partition by list (tenant_id);
alter table app.large_vectors alter column embedding set storage main;
call app.protect('app.large_vectors');

-- Which tenants have such a partition, and how far it is filled: chunks of a tenant commit in the order of their ids, so
-- all up to copied_chunk_id are in it, and search looks through the few after it exactly.
create table app.vector_indexes (
  tenant_id uuid primary key references app.tenants on delete cascade,
  dimensions integer not null check (dimensions between 1 and 4000),
  copied_chunk_id bigint not null default 0,
  created_at timestamptz not null default now()
);
call app.protect('app.vector_indexes');

-- Only the platform role may call what is in here; tenants cannot even name it.
create schema vector_partitions authorization owner;
grant usage on schema vector_partitions to platform_user;

create function vector_partitions.name_of(tenant uuid) returns text
language sql immutable
return 'tenant_' || replace(tenant::text, '-', '');

-- Makes the tenant's empty partition with its HNSW index; nothing when it is there.
create function vector_partitions.add(tenant uuid, dimensions integer) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '500ms'
as $$
declare
  partition text := format('vector_partitions.%I', vector_partitions.name_of(tenant));
begin
  if to_regclass(partition) is not null then
    return;
  end if;
  execute format('create table %s (like app.large_vectors including storage)', partition);
  execute format('alter table %s enable row level security', partition);
  execute format('alter table %s force row level security', partition);
  execute format(
    'create index %I on %s using hnsw ((embedding::extensions.halfvec(%s)) extensions.halfvec_ip_ops) '
    'with (m = 16, ef_construction = 64)',
    vector_partitions.name_of(tenant) || '_hnsw', partition, dimensions);
  execute format('alter table app.large_vectors attach partition %s for values in (%L)', partition, tenant);
end
$$;

-- Tells the planner what is in it now; without statistics it would not use the index.
create function vector_partitions.analyze(tenant uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  execute format('analyze vector_partitions.%I', vector_partitions.name_of(tenant));
end
$$;

-- Drops the tenant's partition with its index; nothing when it is gone.
create function vector_partitions.remove(tenant uuid) returns void
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '500ms'
as $$
begin
  execute format('drop table if exists vector_partitions.%I', vector_partitions.name_of(tenant));
end
$$;

-- The tenants that have a partition, erased ones among them.
create function vector_partitions.tenants() returns setof uuid
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select substr(relname, 8)::uuid from pg_class
  where relnamespace = 'vector_partitions'::regnamespace and relkind = 'r' and relname like 'tenant\_%';
end;

alter function vector_partitions.name_of owner to owner;
alter function vector_partitions.add owner to owner;
alter function vector_partitions.analyze owner to owner;
alter function vector_partitions.remove owner to owner;
alter function vector_partitions.tenants owner to owner;
revoke all on all functions in schema vector_partitions from public;
grant execute on all functions in schema vector_partitions to platform_user;
