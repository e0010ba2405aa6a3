/** Erases what is due: trials whose grace has ended, and erasures that were cut off. */
import { PURGE_JOBS_AGAIN_MS, PURGE_SWEEP_MAX_MS, TRIAL_GRACE_DAYS } from '#lib/core/limits.ts';
import { beginErasure, selectDue, selectErasedSince } from './erasure-store.ts';
import { type PurgePorts, purgeTrial } from './purge-trial.ts';

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
  await forgetJobsAgain(ports);
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

/** The queue fails a job by putting it in anew, which may have happened while its tenant's jobs were being removed. */
async function forgetJobsAgain(ports: PurgePorts): Promise<void> {
  const since = new Date(ports.clock.now().getTime() - PURGE_JOBS_AGAIN_MS);
  await ports.database.asPlatform('purge', async (tx) => {
    const erased = await selectErasedSince(tx, since);
    if (erased.length > 0) await ports.jobs.forget(tx, erased);
  });
}
