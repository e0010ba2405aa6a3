/** Erases what is due: trials whose grace has ended, and erasures that were cut off. */
import { PURGE_FORGET_AGAIN_MS, PURGE_SWEEP_MAX_MS, TRIAL_GRACE_DAYS } from '#lib/core/limits.ts';
import { beginErasure, selectDue, selectErasedSince } from './erasure-store.ts';
import { forgetAnswers, type PurgePorts, purgeTrial } from './purge-trial.ts';

const DAY_MS = 86_400_000;

/**
 * Returns how many tenants were erased. Several workers at once take different tenants; one that fails keeps its
 * claim for a while, so that it holds up nobody.
 */
export async function purgeExpiredTrials(ports: PurgePorts, signal: AbortSignal): Promise<number> {
  const stopAt = performance.now() + PURGE_SWEEP_MAX_MS;
  let purged = 0;
  while (performance.now() < stopAt && !signal.aborted) {
    const due = await claimDue(ports);
    if (!due) break;
    try {
      await purgeTrial(ports, due, signal);
      purged++;
    } catch (error) {
      ports.log.error({ err: error, tenant_id: due.tenantId }, 'a purge did not finish; it goes on later');
    }
  }
  await forgetAgain(ports);
  return purged;
}

function claimDue(ports: PurgePorts) {
  const now = ports.clock.now();
  const endedBefore = new Date(now.getTime() - TRIAL_GRACE_DAYS * DAY_MS);
  return ports.database.asPlatform('purge', async (tx) => {
    const due = await selectDue(tx, endedBefore);
    if (!due) return null;
    await beginErasure(tx, due.tenant_id, due.reason, now);
    return { tenantId: due.tenant_id, reason: due.reason };
  });
}

/**
 * What may come back after a tenant: the queue fails a job by putting it in anew, and a question that was under way has
 * its answer cached.
 */
async function forgetAgain(ports: PurgePorts): Promise<void> {
  const since = new Date(ports.clock.now().getTime() - PURGE_FORGET_AGAIN_MS);
  const erased = await ports.database.asPlatform('purge', async (tx) => {
    const tenants = await selectErasedSince(tx, since);
    if (tenants.length > 0) await ports.jobs.forget(tx, tenants);
    return tenants;
  });
  for (const tenantId of erased) await forgetAnswers(ports, tenantId);
}
