/** Sets rate limits for one tenant, in place of the product's own, or takes them back; the tenant's next request has them. */
import { audit } from '#lib/admin/audit.ts';
import type { TenantRateLimits } from '#lib/contracts/rate-limits.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { notFound } from '#lib/core/errors.ts';
import type { PolicyName } from '#lib/core/rate-limit-policies.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { deleteRateLimit, lockTenantRow, selectRateLimits, upsertRateLimit } from './rate-limit-store.ts';

export interface SetRateLimitsInput {
  tenantId: string;
  /** Units a window of the policy; null takes a former setting back. */
  limits: Partial<Record<PolicyName, number | null>>;
}

/** Answers with all that is set for the tenant then. Errors: `not_found`. */
export async function setRateLimits(
  ports: { database: Database; clock: Clock },
  caller: AdminCaller,
  { tenantId, limits }: SetRateLimitsInput,
): Promise<TenantRateLimits> {
  return ports.database.asPlatform('set-rate-limits', async (tx) => {
    if (!(await lockTenantRow(tx, tenantId))) throw notFound();
    const before = await selectRateLimits(tx, tenantId);
    for (const [policy, units] of Object.entries(limits) as [PolicyName, number | null][]) {
      if (units === null) await deleteRateLimit(tx, tenantId, policy);
      else await upsertRateLimit(tx, tenantId, policy, units, ports.clock.now());
    }
    const after = await selectRateLimits(tx, tenantId);
    await audit(tx, caller, { action: 'trial.rate_limits_set', subject: `trial:${tenantId}`, before, after });
    return { limits: after };
  });
}
