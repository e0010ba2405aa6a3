/** Finds sources that nobody works on and sends their jobs again: the row is the truth, the job only delivers. */
import type { Database } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import type { Log } from '#lib/ports/log.ts';
import { requeueStranded, type Stranding, selectStranded } from './source-store.ts';

/** In a long queue the oldest are looked at: whatever waits behind them is not late yet. */
const LOOK_AT = 500;

/**
 * Returns how many were sent. Any number of processes may do it at once: each stranded source is sent by one of them,
 * and one whose job still waits in the queue is left alone, so that a backlog does not grow by being looked at.
 */
export async function recoverSources(
  ports: { database: Database; jobs: JobQueue; log: Log },
  stranding: Stranding,
): Promise<number> {
  const sent = await ports.database.asPlatform('recover-sources', async (tx) => {
    const found = await selectStranded(tx, stranding, LOOK_AT);
    const jobs = found.map(({ tenant_id, source_id }) => ({ tenant_id, source_id }));
    const forgotten = new Set(
      (await ports.jobs.withoutJob(tx, 'ingest-source', jobs)).map(({ source_id }) => source_id),
    );
    const lost = found.filter(({ status, source_id }) => status === 'ingesting' || forgotten.has(source_id));
    if (lost.length === 0) return 0;
    const taken = await requeueStranded(tx, stranding, lost);
    for (const source of taken) {
      if (forgotten.has(source.source_id)) await ports.jobs.enqueue(tx, 'ingest-source', source);
    }
    return taken.length;
  });
  if (sent > 0) {
    ports.log.warn({ sources: sent }, 'unfinished sources found; ingesting them again');
    ports.jobs.wake('ingest-source');
  }
  return sent;
}
