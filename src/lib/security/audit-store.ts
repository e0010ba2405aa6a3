/** Rows of the audit log; there is no update and no delete. */
import type { Insertable } from 'kysely';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';
import type { Tables } from '#lib/ports/schema.ts';

export async function insertAudit(
  tx: TenantTransaction | PlatformTransaction,
  row: Insertable<Tables['audit_log']>,
): Promise<void> {
  await tx.insertInto('audit_log').values(row).execute();
}
