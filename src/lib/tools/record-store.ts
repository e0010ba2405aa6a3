/** Rows of leads, bookings and escalations. */
import type { Selectable } from 'kysely';
import type { RecordKind } from '#lib/contracts/tools.ts';
import type { TenantTransaction } from '#lib/ports/database.ts';
import type { Tables } from '#lib/ports/schema.ts';

export interface NewRecord {
  tenant_id: string;
  record_id: string;
  kind: RecordKind;
  name: string;
  email: string;
  phone: string | null;
  message: string | null;
  details: string;
  session_id: string | null;
  visitor_id: string | null;
  request_id: string;
  run_key: string | null;
}

export type RecordRow = Selectable<Tables['tool_records']>;

/** False when the same run has kept it already. */
export async function insertRecord(tx: TenantTransaction, record: NewRecord): Promise<boolean> {
  const result = await tx
    .insertInto('tool_records')
    .values(record)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'run_key']).doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function selectRecord(tx: TenantTransaction, recordId: string): Promise<RecordRow | undefined> {
  return tx.selectFrom('tool_records').selectAll().where('record_id', '=', recordId).executeTakeFirst();
}

/** The newest first. */
export async function selectRecords(
  tx: TenantTransaction,
  kind: RecordKind,
  before: string | null,
  limit: number,
): Promise<RecordRow[]> {
  let query = tx.selectFrom('tool_records').selectAll().where('kind', '=', kind);
  if (before !== null) query = query.where('record_id', '<', before);
  return query.orderBy('record_id', 'desc').limit(limit).execute();
}

export async function selectTenantEmail(tx: TenantTransaction): Promise<string> {
  const { email } = await tx.selectFrom('tenants').select('email').executeTakeFirstOrThrow();
  return email;
}

/** What a visitor has sent by any tool, with its webhooks. Returns how many records went. */
export async function deleteVisitorRecords(
  tx: TenantTransaction,
  visitorId: string,
  sessionIds: readonly string[],
): Promise<number> {
  const result = await tx
    .deleteFrom('tool_records')
    .where((eb) =>
      eb.or([
        eb('visitor_id', '=', visitorId),
        ...(sessionIds.length > 0 ? [eb('session_id', 'in', [...sessionIds])] : []),
      ]),
    )
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
