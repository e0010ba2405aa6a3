/** Finds mails that nobody sends and sends their jobs again: the row is the truth, the job only delivers. */
import type { Database } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import { selectStrandedMails } from './mail-store.ts';

const LOOK_AT = 500;

/** Returns how many were sent. Two jobs for one mail are harmless: the claim lets one of them through. */
export async function recoverMails(
  ports: { database: Database; jobs: JobQueue },
  { waitingMs }: { waitingMs: number },
): Promise<number> {
  const sent = await ports.database.asPlatform('recover-mails', async (tx) => {
    const found = await selectStrandedMails(tx, waitingMs, LOOK_AT);
    const forgotten = await ports.jobs.withoutJob(tx, 'send-mail', found);
    for (const job of forgotten) await ports.jobs.enqueue(tx, 'send-mail', job);
    return forgotten.length;
  });
  if (sent > 0) ports.jobs.wake('send-mail');
  return sent;
}
