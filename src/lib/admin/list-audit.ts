/** What was done by whom, newest first, a page at a time. */
import type { AuditEntry, AuditQuery } from '#lib/contracts/admin.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectAdminAudit } from './audit-store.ts';
import { pageOf, requireCursor } from './page.ts';

const dateOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text));

/** Errors: `invalid_request` for a cursor that is none of ours. */
export async function listAudit(
  ports: { database: Database },
  _caller: AdminCaller,
  query: AuditQuery,
): Promise<{ entries: AuditEntry[]; next_cursor: string | null }> {
  const filter = {
    beforeId: requireCursor(query.cursor),
    limit: query.limit + 1,
    adminId: query.admin_id,
    action: query.action,
    subject: query.subject,
    from: dateOf(query.from),
    until: dateOf(query.until),
  };
  const rows = await ports.database.asPlatform('admin-audit', (tx) => selectAdminAudit(tx, filter));
  const { items, next_cursor } = pageOf(rows, query.limit, ({ audit_id }) => audit_id);
  return {
    entries: items.map((row) => ({ ...row, created_at: row.created_at.toISOString() })),
    next_cursor,
  };
}
