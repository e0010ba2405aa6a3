/** What visitors have sent by the tools, of one kind, a page at a time. */
import type { RecordKind, ToolRecord } from '#lib/contracts/tools.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Database } from '#lib/ports/database.ts';
import { type RecordRow, selectRecords } from './record-store.ts';

const CURSOR = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The newest first. Errors: `invalid_request` for a cursor that is none of ours. */
export async function listRecords(
  ports: { database: Database },
  caller: TenantCaller,
  kind: RecordKind,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ records: ToolRecord[]; next_cursor: string | null }> {
  if (page.cursor !== undefined && !CURSOR.test(page.cursor)) {
    throw new AppError('invalid_request', 'The cursor is not one that this list gave.');
  }
  const rows = await ports.database.asTenant(caller.tenantId, (tx) =>
    selectRecords(tx, kind, page.cursor ?? null, page.limit + 1),
  );
  const records = rows.slice(0, page.limit).map(publicRecord);
  return { records, next_cursor: rows.length > page.limit ? (records.at(-1)?.id ?? null) : null };
}

export function publicRecord(row: RecordRow): ToolRecord {
  const { wanted_date, wanted_time } = row.details as { wanted_date?: string; wanted_time?: string };
  return {
    id: row.record_id,
    kind: row.kind,
    name: row.name,
    email: row.email,
    phone: row.phone,
    message: row.message,
    ...(wanted_date === undefined ? {} : { wanted_date }),
    ...(wanted_time === undefined ? {} : { wanted_time }),
    session_id: row.session_id,
    request_id: row.request_id,
    created_at: row.created_at.toISOString(),
  };
}
