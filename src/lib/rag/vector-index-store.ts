/** Approximate vector indexes of large tenants: each a list partition of its own, filled behind the tenant's chunks. */
import { type RawBuilder, sql } from 'kysely';
import { VECTOR_INDEX_MAX_DIMENSIONS } from '#lib/core/limits.ts';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';

export interface VectorIndexTask {
  tenant_id: string;
  task: 'drop' | 'create' | 'fill';
}

/** Chunks: from how many on a tenant gets an index, and below how many it loses it. */
export interface IndexedSizes {
  from: number;
  until: number;
}

/** Width of the newest vector of tenant_stats `s`; another model's vectors have another one. */
const newestWidth = sql<number>`(select vector_dims(v.embedding) from chunk_vectors v
  where v.tenant_id = s.tenant_id order by v.chunk_id desc limit 1)`;

/** What is left to do for the indexes to be as the tenants' sizes ask for. */
export async function selectVectorIndexTasks(
  tx: PlatformTransaction,
  { from, until }: IndexedSizes,
): Promise<VectorIndexTask[]> {
  const { rows } = await sql<VectorIndexTask>`
    select tenant as tenant_id, 'drop' as task from vector_partitions.tenants() as tenant
    where not exists (
      select from vector_indexes i join tenant_stats s on s.tenant_id = i.tenant_id
      where i.tenant_id = tenant and s.chunks >= ${until} and i.dimensions = ${newestWidth})
    union all
    select s.tenant_id, 'create' from tenant_stats s
    where s.chunks >= ${from} and ${newestWidth} <= ${VECTOR_INDEX_MAX_DIMENSIONS}
      and not exists (select from vector_indexes i where i.tenant_id = s.tenant_id)
    union all
    select i.tenant_id, 'fill' from vector_indexes i join tenant_stats s on s.tenant_id = i.tenant_id
    where i.copied_chunk_id < s.last_chunk_id and i.dimensions = ${newestWidth}`.execute(tx);
  return rows;
}

/** An empty index; until it is filled, search is exact. */
export async function createVectorIndex(tx: PlatformTransaction, tenantId: string): Promise<void> {
  const { rows } = await sql<{ dimensions: number }>`insert into vector_indexes (tenant_id, dimensions)
    select s.tenant_id, ${newestWidth} from tenant_stats s where s.tenant_id = ${tenantId}
    on conflict do nothing returning dimensions`.execute(tx);
  const [made] = rows;
  if (made) await sql`select vector_partitions.add(${tenantId}, ${made.dimensions})`.execute(tx);
}

export async function dropVectorIndex(tx: PlatformTransaction, tenantId: string): Promise<void> {
  await tx.deleteFrom('vector_indexes').where('tenant_id', '=', tenantId).execute();
  await sql`select vector_partitions.remove(${tenantId})`.execute(tx);
}

/** Without statistics the planner would not use the index. */
export async function analyzeVectorIndex(tx: PlatformTransaction, tenantId: string): Promise<void> {
  await sql`select vector_partitions.analyze(${tenantId})`.execute(tx);
}

/**
 * Copies the next `limit` vectors and returns how many those were. The lock on tenant_stats is the one that writers of
 * the tenant's chunks take: none is removed while it is copied. Throws when a vector has another width.
 */
export async function fillVectorIndex(
  tx: TenantTransaction,
  tenantId: string,
  limit: number,
): Promise<number> {
  await sql`select from tenant_stats where tenant_id = ${tenantId} for no key update`.execute(tx);
  const index = await selectVectorIndex(tx);
  if (!index) return 0;
  const { rows } = await sql<{ copied: number }>`with
    next as materialized (
      select chunk_id, embedding from chunk_vectors
      where tenant_id = ${tenantId} and chunk_id > ${index.copied_chunk_id} order by chunk_id limit ${limit}),
    copies as (
      insert into large_vectors (tenant_id, chunk_id, embedding)
      select ${tenantId}, chunk_id, embedding::${halfvec(index.dimensions)} from next
      on conflict (tenant_id, chunk_id) do update set embedding = excluded.embedding)
    update vector_indexes set copied_chunk_id = case
      when (select count(*) from next) < ${limit} then (select last_chunk_id from tenant_stats)
      else (select max(chunk_id) from next) end
    where tenant_id = ${tenantId}
    returning (select count(*)::int from next) as copied`.execute(tx);
  return rows[0]?.copied ?? 0;
}

/** Call it before the source's chunks go. */
export async function forgetVectors(tx: TenantTransaction, sourceId: string): Promise<void> {
  const index = await selectVectorIndex(tx);
  if (!index) return;
  await sql`delete from large_vectors where tenant_id = ${index.tenant_id}
    and chunk_id in (select chunk_id from chunks where source_id = ${sourceId})`.execute(tx);
}

function selectVectorIndex(tx: TenantTransaction) {
  return tx
    .selectFrom('vector_indexes')
    .select(['tenant_id', 'dimensions', 'copied_chunk_id'])
    .executeTakeFirst();
}

/** The type with its width, as the index has it. */
export function halfvec(dimensions: number): RawBuilder<unknown> {
  return sql`halfvec(${sql.lit(dimensions)})`;
}

/** The settings that the search of an index depends on, as they are in effect. */
export async function selectVectorSettings(tx: PlatformTransaction) {
  // Settings of an extension are checked when its library is loaded, which the first use of a vector does.
  await sql`select '[1]'::vector <#> '[1]'::vector`.execute(tx);
  const { rows } = await sql<{ ef_search: string; iterative_scan: string }>`
    select current_setting('hnsw.ef_search') as ef_search, current_setting('hnsw.iterative_scan') as iterative_scan`.execute(
    tx,
  );
  return rows[0]!;
}
