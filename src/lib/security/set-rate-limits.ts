/** Sets rate limits for one tenant, in place of the product's own, or takes them back; the tenant's next request has them. */
import { AppError, notFound } from '#lib/core/errors.ts';
import { POLICY_LIMIT_MAX, POLICY_NAMES, type PolicyName } from '#lib/core/rate-limit-policies.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { deleteRateLimit, tenantExists, upsertRateLimit } from './rate-limit-store.ts';

export interface SetRateLimitsInput {
  tenantId: string;
  /** Units a window of the policy; null takes a former setting back. */
  limits: Partial<Record<PolicyName, number | null>>;
}

/** For operators; whoever calls it has checked that. Errors: `not_found`, `invalid_request`. */
export async function setRateLimits(
  ports: { database: Database; clock: Clock },
  { tenantId, limits }: SetRateLimitsInput,
): Promise<void> {
  const changes = Object.entries(limits) as [PolicyName, number | null][];
  for (const [policy, units] of changes) {
    const known = POLICY_NAMES.includes(policy);
    const sound = units === null || (Number.isInteger(units) && units >= 0 && units <= POLICY_LIMIT_MAX);
    if (known && sound) continue;
    throw new AppError('invalid_request', 'This rate limit cannot be set.', {
      fields: [{ path: `limits.${policy}`, message: known ? 'Must be a whole number' : 'Is not a policy' }],
    });
  }
  await ports.database.asPlatform('set-rate-limits', async (tx) => {
    if (!(await tenantExists(tx, tenantId))) throw notFound();
    for (const [policy, units] of changes) {
      if (units === null) await deleteRateLimit(tx, tenantId, policy);
      else await upsertRateLimit(tx, tenantId, policy, units, ports.clock.now());
    }
  });
}
