/** Writes down who changed what, from where, in the transaction of the change: neither is there without the other. */
import type { AdminCaller } from '#lib/core/caller.ts';
import { newId } from '#lib/core/ids.ts';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';
import { maskDeep } from '#lib/security/pii-mask.ts';
import { type AdminAuditRow, insertAdminAudit, insertAdminAuditInTenant } from './audit-store.ts';

/** Whoever is no administrator: the product itself, a command at its console, a stranger, or the guard of feature flags. */
export interface OtherActor {
  kind: 'system' | 'anonymous' | 'guard';
  requestId: string | null;
  address: string | null;
}

export interface AuditedChange {
  /** `noun.verb`, such as `trial.extended`. */
  action: string;
  /** `kind:id`, such as `trial:0199…`. */
  subject: string | null;
  /** Names and numbers, never secrets or content. */
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
}

const json = (value: Record<string, unknown> | null | undefined) =>
  value ? JSON.stringify(maskDeep(value)) : null;

function rowOf(
  actor: AdminCaller | OtherActor,
  { action, subject, before, after }: AuditedChange,
): AdminAuditRow {
  const admin = actor.kind === 'admin' ? actor : null;
  return {
    audit_id: newId(),
    actor: actor.kind,
    admin_id: admin?.adminId ?? null,
    email: admin?.email ?? null,
    action,
    subject,
    before: json(before),
    after: json(after),
    request_id: actor.requestId,
    address: actor.address,
    created_at: new Date(),
  };
}

export async function audit(
  tx: PlatformTransaction,
  actor: AdminCaller | OtherActor,
  change: AuditedChange,
): Promise<void> {
  await insertAdminAudit(tx, rowOf(actor, change));
}

/** The same, for what an administrator changes through a tenant's own verbs. */
export async function auditInTenant(
  tx: TenantTransaction,
  actor: AdminCaller,
  change: AuditedChange,
): Promise<void> {
  await insertAdminAuditInTenant(tx, rowOf(actor, change));
}
