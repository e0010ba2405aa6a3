/** Rows of live events: ids per tenant, without gaps, in commit order. */
import { sql } from 'kysely';
import type { TenantTransaction } from '#lib/ports/database.ts';

export interface TrialEvent {
  id: number;
  type: 'ingestion' | 'workflow';
  data: Record<string, unknown>;
}

/** The counter's row lock makes concurrent writers wait, so an id is never seen before a smaller one. */
export async function appendEvent(
  tx: TenantTransaction,
  type: TrialEvent['type'],
  data: Record<string, unknown>,
): Promise<void> {
  await sql`with next as (
      update tenant_stats set last_event_id = last_event_id + 1 returning tenant_id, last_event_id)
    insert into events (tenant_id, event_id, type, payload)
    select tenant_id, last_event_id, ${type}, ${JSON.stringify(data)}::jsonb from next`.execute(tx);
}

export async function selectEventsAfter(
  tx: TenantTransaction,
  afterId: number,
  limit: number,
): Promise<TrialEvent[]> {
  const rows = await tx
    .selectFrom('events')
    .select(['event_id', 'type', 'payload'])
    .where('event_id', '>', afterId)
    .orderBy('event_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ id: row.event_id, type: row.type, data: row.payload }));
}

/** Undefined when the tenant was erased. */
export async function selectLastEventId(tx: TenantTransaction): Promise<number | undefined> {
  const row = await tx.selectFrom('tenant_stats').select('last_event_id').executeTakeFirst();
  return row?.last_event_id;
}
