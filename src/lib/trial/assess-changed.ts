/** Assesses again what has changed: as a job says, and whatever the jobs have missed. */
import type { JobData } from '#lib/contracts/jobs.ts';
import { isAppError } from '#lib/core/errors.ts';
import { ASSESS_TENANTS_PER_SWEEP } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import { type AssessmentPorts, assessKnowledgeBase } from './assess-knowledge-base.ts';
import { selectUnassessed, selectVersionToAssess } from './assessment-store.ts';

/** Does nothing for a version that is assessed, or that is not the latest any more: that one has a job of its own. */
export async function assessChanged(
  ports: AssessmentPorts,
  job: JobData<'assess-kb'>,
  signal: AbortSignal,
): Promise<void> {
  const version = await ports.database.asTenant(job.tenant_id, selectVersionToAssess);
  if (version !== job.kb_version) return;
  await assessKnowledgeBase(ports, { tenantId: job.tenant_id, signal }).catch((error: unknown) => {
    // Erased meanwhile.
    if (!isAppError(error) || error.code !== 'unauthenticated') throw error;
  });
}

/** Sends the jobs that are missing: the rows say what is to be assessed. Returns how many. */
export async function assessForgotten(ports: {
  database: Database;
  jobs: JobQueue;
  clock: Clock;
}): Promise<number> {
  const sent = await ports.database.asPlatform('assess-forgotten', async (tx) => {
    const found = await selectUnassessed(tx, ports.clock.now(), ASSESS_TENANTS_PER_SWEEP);
    const missing = await ports.jobs.withoutJob(tx, 'assess-kb', found);
    for (const job of missing) await ports.jobs.enqueue(tx, 'assess-kb', job);
    return missing.length;
  });
  if (sent > 0) ports.jobs.wake('assess-kb');
  return sent;
}
