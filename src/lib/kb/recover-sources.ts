/** Finds sources that nobody works on and sends their jobs again: the row is the truth, the job only delivers. */
import type { Database } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import type { Log } from '#lib/ports/log.ts';
import { selectStranded } from './source-store.ts';

const BATCH = 100;

/**
 * Returns how many were sent. Sending one too many is harmless: a claim is compare-and-set.
 * `everyClaim` is for the start of a process that alone can hold claims (embedded mode).
 */
export async function recoverSources(
  ports: { database: Database; jobs: JobQueue; log: Log },
  options: { everyClaim: boolean; waitingMs: number },
): Promise<number> {
  const sent = await ports.database.asPlatform('recover-sources', async (tx) => {
    const stranded = await selectStranded(tx, { ...options, limit: BATCH });
    for (const source of stranded) await ports.jobs.enqueue(tx, 'ingest-source', source);
    return stranded.length;
  });
  if (sent > 0) {
    ports.log.warn({ sources: sent }, 'unfinished sources found; ingesting them again');
    ports.jobs.wake('ingest-source');
  }
  return sent;
}
