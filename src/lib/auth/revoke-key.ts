/** Revokes an API key: the row goes, so the next request with it finds nothing. */
import type { TenantCaller } from '#lib/core/caller.ts';
import { notFound } from '#lib/core/errors.ts';
import type { Database } from '#lib/ports/database.ts';
import { recordAudit } from '#lib/security/audit-log.ts';
import { deleteApiKey } from './key-store.ts';

/** Errors: `not_found`. */
export async function revokeKey(
  ports: { database: Database },
  caller: TenantCaller,
  keyId: string,
): Promise<void> {
  await ports.database.asTenant(caller.tenantId, async (tx) => {
    if (!(await deleteApiKey(tx, keyId))) throw notFound();
    await recordAudit(tx, caller, 'key.revoked', keyId, {});
  });
}
