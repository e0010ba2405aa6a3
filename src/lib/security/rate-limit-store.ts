/** Rows of the rate limits that were set for single tenants. */
import type { PolicyName } from '#lib/core/rate-limit-policies.ts';
import type { PlatformTransaction } from '#lib/ports/database.ts';

export async function upsertRateLimit(
  tx: PlatformTransaction,
  tenantId: string,
  policy: PolicyName,
  units: number,
  now: Date,
): Promise<void> {
  await tx
    .insertInto('rate_limit_overrides')
    .values({ tenant_id: tenantId, policy, units, updated_at: now })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'policy']).doUpdateSet({ units, updated_at: now }),
    )
    .execute();
}

export async function deleteRateLimit(
  tx: PlatformTransaction,
  tenantId: string,
  policy: PolicyName,
): Promise<void> {
  await tx
    .deleteFrom('rate_limit_overrides')
    .where('tenant_id', '=', tenantId)
    .where('policy', '=', policy)
    .execute();
}

/** What is set for a tenant, by policy. */
export async function selectRateLimits(
  tx: PlatformTransaction,
  tenantId: string,
): Promise<Partial<Record<PolicyName, number>>> {
  const rows = await tx
    .selectFrom('rate_limit_overrides')
    .select(['policy', 'units'])
    .where('tenant_id', '=', tenantId)
    .orderBy('policy')
    .execute();
  return Object.fromEntries(rows.map(({ policy, units }) => [policy, units]));
}

/** Whether there is such a tenant; it stays, and other changes of its limits wait, until the transaction ends. */
export async function lockTenantRow(tx: PlatformTransaction, tenantId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('tenants')
    .select('tenant_id')
    .where('tenant_id', '=', tenantId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row !== undefined;
}
