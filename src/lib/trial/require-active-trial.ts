/** Refuses work for a trial that is over. */
import { AppError, unauthenticated } from '#lib/core/errors.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { TenantTransaction } from '#lib/ports/database.ts';
import { selectTenantExpiry } from './trial-store.ts';

/** Errors: `trial_expired`; `unauthenticated` when the tenant is being erased or gone. */
export async function requireActiveTrial(tx: TenantTransaction, clock: Clock): Promise<void> {
  const tenant = await selectTenantExpiry(tx);
  if (!tenant || tenant.status === 'erasing') throw unauthenticated();
  if (isOver(tenant, clock.now())) throw trialExpired();
}

/** By the clock alone, whatever any sweep has done by then; a tenant on a plan does not end. */
export function isOver(tenant: { status: string; expires_at: Date }, now: Date): boolean {
  return tenant.status === 'expired' || (tenant.status === 'trial' && tenant.expires_at <= now);
}

export function trialExpired(): AppError {
  return new AppError(
    'trial_expired',
    'This trial is over. Your documents are still here; contact us to go on.',
  );
}
