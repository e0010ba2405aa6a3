/** Puts a tenant on a plan: its trial no longer ends, and its limits are the plan's. */
import { notFound } from '#lib/core/errors.ts';
import { PLANS, type Plan } from '#lib/core/limits.ts';
import type { Database } from '#lib/ports/database.ts';
import { recordPlatformAudit } from '#lib/security/audit-log.ts';
import { updatePlan } from './trial-store.ts';
import type { Actor } from './workflow-store.ts';

/**
 * Whoever calls it has checked that `actor` may. Until the tenant is erased it may be upgraded, also after its trial has
 * ended; against a purge at the same moment one of the two happens, whole. Errors: `not_found`.
 */
export async function upgradeTrial(
  ports: { database: Database },
  actor: Actor,
  { tenantId, plan }: { tenantId: string; plan: Plan },
): Promise<void> {
  await ports.database.asPlatform('upgrade-trial', async (tx) => {
    if (!(await updatePlan(tx, tenantId, plan, PLANS[plan]))) throw notFound();
    await recordPlatformAudit(tx, tenantId, 'trial.upgraded', { plan, by: actor });
  });
}
