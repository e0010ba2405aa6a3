/** Finds webhooks that nobody delivers and sends their jobs again: the row is the truth, the job only delivers. */
import type { Database } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import { selectStrandedWebhooks } from './webhook-store.ts';

const LOOK_AT = 500;

/** Returns how many were sent. Two jobs for one webhook are harmless: the claim lets one of them through. */
export async function recoverWebhooks(
  ports: { database: Database; jobs: JobQueue },
  { waitingMs }: { waitingMs: number },
): Promise<number> {
  const sent = await ports.database.asPlatform('recover-webhooks', async (tx) => {
    const found = await selectStrandedWebhooks(tx, waitingMs, LOOK_AT);
    const forgotten = await ports.jobs.withoutJob(tx, 'deliver-webhook', found);
    for (const job of forgotten) await ports.jobs.enqueue(tx, 'deliver-webhook', job);
    return forgotten.length;
  });
  if (sent > 0) ports.jobs.wake('deliver-webhook');
  return sent;
}
