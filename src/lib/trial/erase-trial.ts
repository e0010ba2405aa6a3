/** Erases the caller's own trial now, for good, and says what went. */
import type { ErasureReceipt } from '#lib/contracts/erasure.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { type PurgePorts, purgeTrial } from './purge-trial.ts';
import { requireTrialToken } from './require-trial-token.ts';

/** Never cut off by a caller that leaves. Errors: `forbidden` for an API key, `unauthenticated`, `database_busy`. */
export async function eraseTrial(ports: PurgePorts, caller: TenantCaller): Promise<ErasureReceipt> {
  requireTrialToken(caller);
  const order = { tenantId: caller.tenantId, reason: 'requested' as const };
  return purgeTrial(ports, order, new AbortController().signal);
}
