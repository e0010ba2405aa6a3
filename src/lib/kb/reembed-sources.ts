/** Sends every source through ingestion again whose vectors come from another model; old chunks stay until the swap. */
import type { Database } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import type { Embedder } from '#lib/ports/models.ts';
import { countUnfinishedSources, requeueOtherModels } from './source-store.ts';

/** Returns how many sources were sent. Running it twice sends nothing twice that is still waiting. */
export async function reembedSources(ports: {
  database: Database;
  jobs: JobQueue;
  embedder: Embedder;
}): Promise<number> {
  const sent = await ports.database.asPlatform('reembed', async (tx) => {
    const sources = await requeueOtherModels(tx, ports.embedder.model);
    for (const source of sources) await ports.jobs.enqueue(tx, 'ingest-source', source);
    return sources.length;
  });
  if (sent > 0) ports.jobs.wake('ingest-source');
  return sent;
}

/** Sources of all tenants that wait or are being ingested. */
export async function countUnfinished(ports: { database: Database }): Promise<number> {
  return ports.database.asPlatform('reembed', countUnfinishedSources);
}
