/** Finds workflows that are due and that no job waits for: the row is the truth, the job only delivers. */
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import { endAllLeases, selectDueWorkflows } from './workflow-store.ts';

const LOOK_AT = 500;

/**
 * Returns how many were sent. With `everyLease` those of a process that is gone end now: right where this process alone
 * can hold any. Two jobs for one workflow are harmless: the lease lets one of them through.
 */
export async function recoverWorkflows(
  ports: { database: Database; jobs: JobQueue; clock: Clock },
  { everyLease }: { everyLease: boolean },
): Promise<number> {
  const sent = await ports.database.asPlatform('recover-workflows', async (tx) => {
    if (everyLease) await endAllLeases(tx);
    const due = await selectDueWorkflows(tx, ports.clock.now(), LOOK_AT);
    const forgotten = await ports.jobs.withoutJob(tx, 'run-workflow-step', due);
    for (const job of forgotten) await ports.jobs.enqueue(tx, 'run-workflow-step', job);
    return forgotten.length;
  });
  if (sent > 0) ports.jobs.wake('run-workflow-step');
  return sent;
}
