/** Marks trials that are over. Work is refused by the clock alone, from the very moment; this is for the record. */
import { EXPIRE_TENANTS_PER_SWEEP } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { recordPlatformAudit } from '#lib/security/audit-log.ts';
import { markExpired } from './erasure-store.ts';

/** Returns how many were marked now. Several workers share the work and mark none twice. */
export async function expireTrials(ports: { database: Database; clock: Clock }): Promise<number> {
  return ports.database.asPlatform('expire-trials', async (tx) => {
    const tenants = await markExpired(tx, ports.clock.now(), EXPIRE_TENANTS_PER_SWEEP);
    for (const tenantId of tenants) await recordPlatformAudit(tx, tenantId, 'trial.expired', {});
    return tenants.length;
  });
}
