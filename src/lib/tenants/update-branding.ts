/** Changes how a tenant's assistant looks and speaks: the given fields only. */
import type { Branding, BrandingInput } from '#lib/contracts/branding.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { recordAudit } from '#lib/security/audit-log.ts';
import { requireActiveTrial } from '#lib/trial/require-active-trial.ts';
import { selectBranding, upsertBranding } from './branding-store.ts';

/** Answers with the settings after the change. Errors: `trial_expired`. */
export async function updateBranding(
  ports: { database: Database; clock: Clock },
  caller: TenantCaller,
  input: BrandingInput,
): Promise<Branding> {
  const fields = Object.keys(input);
  return ports.database.asTenant(caller.tenantId, async (tx) => {
    await requireActiveTrial(tx, ports.clock);
    if (fields.length > 0) {
      await upsertBranding(tx, caller.tenantId, input, ports.clock.now());
      await recordAudit(tx, caller, 'branding.updated', null, { fields });
    }
    return selectBranding(tx);
  });
}
