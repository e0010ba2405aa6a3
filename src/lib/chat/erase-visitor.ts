/** Erases one visitor's sessions with every question, answer and comment in them, and what was sent by tools. */
import type { VisitorReceipt } from '#lib/contracts/erasure.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { notFound } from '#lib/core/errors.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { recordAudit } from '#lib/security/audit-log.ts';
import { deleteVisitor } from './conversation-store.ts';

/** The audit log says how much went, not whose it was. Errors: `not_found` when nothing of that visitor is stored. */
export async function eraseVisitor(
  ports: { database: Database; clock: Clock },
  caller: TenantCaller,
  visitorId: string,
): Promise<VisitorReceipt> {
  const rows = await ports.database.asTenant(caller.tenantId, async (tx) => {
    const gone = await deleteVisitor(tx, visitorId);
    if (gone.sessions === 0 && gone.tool_records === undefined) throw notFound();
    await recordAudit(tx, caller, 'visitor.erased', null, { rows: gone });
    return gone;
  });
  return { visitor_id: visitorId, purged_at: ports.clock.now().toISOString(), rows };
}
