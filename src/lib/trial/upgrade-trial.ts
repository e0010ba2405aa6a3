/** Puts a tenant on a plan: its trial no longer ends, and its limits are the plan's. */
import { audit } from '#lib/admin/audit.ts';
import { adminTrialOf } from '#lib/admin/list-trials.ts';
import { lockTrialRow } from '#lib/admin/trial-list-store.ts';
import type { AdminTrial } from '#lib/contracts/admin-trials.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { notFound } from '#lib/core/errors.ts';
import { PLANS, type Plan } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import { recordPlatformAudit } from '#lib/security/audit-log.ts';
import { updatePlan } from './trial-store.ts';

/**
 * For operators; whoever calls it has checked that. Until the tenant is erased it may be upgraded, also after its trial
 * has ended; against a purge at the same moment one of the two happens, whole. Errors: `not_found`.
 */
export async function upgradeTrial(
  ports: { database: Database; clock: Clock; telemetry: Telemetry },
  caller: AdminCaller,
  { tenantId, plan }: { tenantId: string; plan: Plan },
): Promise<AdminTrial> {
  const { converted, upgraded } = await ports.database.asPlatform('upgrade-trial', async (tx) => {
    const row = await lockTrialRow(tx, tenantId);
    if (!row || !(await updatePlan(tx, tenantId, plan, PLANS[plan]))) throw notFound();
    await recordPlatformAudit(tx, tenantId, 'trial.upgraded', { plan });
    const now = ports.clock.now();
    await audit(tx, caller, {
      action: 'trial.upgraded',
      subject: `trial:${tenantId}`,
      before: { status: adminTrialOf(row, now).status, plan: row.plan },
      after: { status: 'active', plan },
    });
    const quota = { queries_limit: PLANS[plan].queries };
    const upgraded = adminTrialOf({ ...row, ...quota, status: 'active', plan }, now);
    return { converted: row.status !== 'active', upgraded };
  });
  if (converted) ports.telemetry.count('frontdesk_trials_converted_total', { plan });
  return upgraded;
}
