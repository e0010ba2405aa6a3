/** Rows of erasures, and the statements that empty every table of a tenant, found in the catalogue. */
import { sql } from 'kysely';
import { PURGE_LEASE_MS } from '#lib/core/limits.ts';
import type { PlatformTransaction } from '#lib/ports/database.ts';

export type ErasureReason = 'requested' | 'expired';
export type RowsByTable = Record<string, number>;

/**
 * Emptied first, in steps, because they may be long; leaves before what they hang on. Everything else goes with the
 * tenant's row, in whichever table it is.
 */
export const LONG_TABLES = [
  'postings',
  'term_stats',
  'large_vectors',
  'chunk_vectors',
  'chunks',
  'source_files',
  'messages',
  'events',
] as const;

export async function markExpired(tx: PlatformTransaction, now: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ tenant_id: string }>`
    update tenants set status = 'expired' where tenant_id in (
      select tenant_id from tenants where status = 'trial' and expires_at <= ${now}
      order by expires_at limit ${limit} for update skip locked)
    returning tenant_id`.execute(tx);
  return rows.map((row) => row.tenant_id);
}

/** One tenant that ended before `endedBefore`, or whose erasure nobody goes on with; locked against other sweeps. */
export async function selectDue(tx: PlatformTransaction, endedBefore: Date) {
  const { rows } = await sql<{ tenant_id: string; reason: ErasureReason }>`
    select t.tenant_id, coalesce(e.reason, 'expired') as reason
    from tenants t left join erasures e on e.erased_tenant = t.tenant_id
    where (t.status in ('trial', 'expired') and t.expires_at <= ${endedBefore})
       or (t.status = 'erasing' and e.lease_until < now())
    order by t.expires_at limit 1 for update of t skip locked`.execute(tx);
  return rows[0];
}

/**
 * From its commit on no credential of the tenant works and no worker holds a claim on its sources.
 * False when there is no such tenant.
 */
export async function beginErasure(
  tx: PlatformTransaction,
  tenantId: string,
  reason: ErasureReason,
  now: Date,
): Promise<boolean> {
  const marked = await sql`update tenants set status = 'erasing'
    where tenant_id = ${tenantId} and (${reason} = 'requested' or status <> 'active')`.execute(tx);
  if ((marked.numAffectedRows ?? 0n) === 0n) return false;
  await sql`insert into erasures (erased_tenant, reason, requested_at, lease_until)
    values (${tenantId}, ${reason}, ${now}, now() + ${PURGE_LEASE_MS} * interval '1 millisecond')
    on conflict (erased_tenant) do update set lease_until = excluded.lease_until`.execute(tx);
  const keys = await sql`delete from api_keys where tenant_id = ${tenantId}`.execute(tx);
  await addRows(tx, tenantId, { api_keys: Number(keys.numAffectedRows ?? 0n) });
  await sql`update sources set status = 'failed', lease_token = null, lease_until = null
    where tenant_id = ${tenantId} and status in ('queued', 'ingesting')`.execute(tx);
  return true;
}

/** At most `limit` rows of one long table; returns how many went. */
export async function eraseSome(
  tx: PlatformTransaction,
  tenantId: string,
  table: (typeof LONG_TABLES)[number],
  limit: number,
): Promise<number> {
  const gone = await sql`delete from ${sql.table(table)} where tenant_id = ${tenantId} and ctid = any(array(
    select ctid from ${sql.table(table)} where tenant_id = ${tenantId} limit ${limit}))`.execute(tx);
  const count = Number(gone.numAffectedRows ?? 0n);
  if (count > 0) await addRows(tx, tenantId, { [table]: count });
  return count;
}

/** Adds to the receipt what this transaction erased, and keeps the lease. */
async function addRows(tx: PlatformTransaction, tenantId: string, rows: RowsByTable): Promise<void> {
  await sql`update erasures set lease_until = now() + ${PURGE_LEASE_MS} * interval '1 millisecond',
      rows = rows || (
        select coalesce(jsonb_object_agg(key, value::bigint + coalesce((rows ->> key)::bigint, 0)), '{}')
        from jsonb_each_text(${JSON.stringify(rows)}::jsonb))
    where erased_tenant = ${tenantId}`.execute(tx);
}

/**
 * Counts and erases all that is left. The lock waits for every transaction that has written rows of the tenant, and
 * whoever writes one afterwards finds no tenant to refer to.
 */
export async function eraseRest(tx: PlatformTransaction, tenantId: string): Promise<void> {
  await sql`select from tenants where tenant_id = ${tenantId} for update`.execute(tx);
  const left: RowsByTable = {};
  for (const table of await selectTenantTables(tx)) {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from ${sql.table(table)} where tenant_id = ${tenantId}`.execute(tx);
    left[table] = rows[0]?.count ?? 0;
  }
  await addRows(tx, tenantId, left);
  await sql`delete from tenants where tenant_id = ${tenantId}`.execute(tx);
}

async function selectTenantTables(tx: PlatformTransaction): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p')
      and a.attname = 'tenant_id' and not a.attisdropped order by 1`.execute(tx);
  return rows.map((row) => row.name);
}

/** The receipt; a second call leaves the first time. */
export async function finishErasure(tx: PlatformTransaction, tenantId: string, now: Date) {
  return tx
    .updateTable('erasures')
    .set((eb) => ({ finished_at: eb.fn.coalesce('finished_at', eb.val(now)) }))
    .where('erased_tenant', '=', tenantId)
    .returning(['finished_at', 'rows', 'reason'])
    .executeTakeFirst();
}

export async function selectErasedSince(tx: PlatformTransaction, since: Date): Promise<string[]> {
  const rows = await tx
    .selectFrom('erasures')
    .select('erased_tenant')
    .where('finished_at', '>', since)
    .execute();
  return rows.map((row) => row.erased_tenant);
}
