/** Says who changed what, in the transaction of the change. */
import type { TenantCaller } from '#lib/core/caller.ts';
import { newId } from '#lib/core/ids.ts';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';
import { insertAudit } from './audit-store.ts';
import { maskDeep } from './pii-mask.ts';

/** `detail` holds names and numbers, never secrets or content. */
export async function recordAudit(
  tx: TenantTransaction,
  caller: TenantCaller,
  action: string,
  subject: string | null,
  detail: Record<string, unknown>,
): Promise<void> {
  await insertAudit(tx, {
    tenant_id: caller.tenantId,
    audit_id: newId(),
    actor: caller.credential,
    action,
    subject,
    detail: JSON.stringify(maskDeep(detail)),
    request_id: caller.requestId,
  });
}

/** For what the platform does to a tenant by itself. */
export async function recordPlatformAudit(
  tx: PlatformTransaction,
  tenantId: string,
  action: string,
  detail: Record<string, unknown>,
): Promise<void> {
  await insertAudit(tx, {
    tenant_id: tenantId,
    audit_id: newId(),
    actor: 'platform',
    action,
    detail: JSON.stringify(maskDeep(detail)),
  });
}
