/** Gives large tenants their approximate vector indexes, keeps those filled and takes them away again. */
import {
  VECTOR_INDEX_BATCH_CHUNKS,
  VECTOR_INDEX_FROM_CHUNKS,
  VECTOR_INDEX_UNTIL_CHUNKS,
} from '#lib/core/limits.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Log } from '#lib/ports/log.ts';
import {
  analyzeVectorIndex,
  createVectorIndex,
  dropVectorIndex,
  fillVectorIndex,
  type IndexedSizes,
  selectVectorIndexTasks,
  type VectorIndexTask,
} from './vector-index-store.ts';

interface IndexPorts {
  database: Database;
  log: Log;
}

/**
 * Does what is to be done now, in short transactions; several workers may do it at once. What fails is logged and tried
 * again by the next call: until then that tenant is searched exactly.
 */
export async function indexVectors(
  ports: IndexPorts,
  signal: AbortSignal,
  sizes: IndexedSizes = { from: VECTOR_INDEX_FROM_CHUNKS, until: VECTOR_INDEX_UNTIL_CHUNKS },
): Promise<void> {
  // What was created is to be filled, and what was dropped may be wanted in another width.
  for (let done = new Set<string>(); !signal.aborted; ) {
    const tasks = await ports.database.asPlatform('index-vectors', (tx) => selectVectorIndexTasks(tx, sizes));
    const left = tasks.filter(({ tenant_id, task }) => !done.has(`${task} ${tenant_id}`));
    if (left.length === 0) return;
    for (const task of left) await attempt(ports, task, signal);
    done = new Set([...done, ...left.map(({ tenant_id, task }) => `${task} ${tenant_id}`)]);
  }
}

async function attempt(
  ports: IndexPorts,
  { tenant_id: tenantId, task }: VectorIndexTask,
  signal: AbortSignal,
) {
  const work = { drop: dropVectorIndex, create: createVectorIndex };
  try {
    if (task === 'fill') await fill(ports, tenantId, signal);
    else await ports.database.asPlatform('index-vectors', (tx) => work[task](tx, tenantId));
    ports.log.info({ tenant_id: tenantId, task }, 'vector index');
  } catch (error) {
    if (signal.aborted) return;
    ports.log.error({ err: error, tenant_id: tenantId, task }, 'vector index failed; search stays exact');
  }
}

async function fill({ database }: IndexPorts, tenantId: string, signal: AbortSignal): Promise<void> {
  let copied = 0;
  let batch: number;
  do {
    batch = await database.asTenant(tenantId, (tx) =>
      fillVectorIndex(tx, tenantId, VECTOR_INDEX_BATCH_CHUNKS),
    );
    copied += batch;
  } while (batch === VECTOR_INDEX_BATCH_CHUNKS && !signal.aborted);
  if (copied > 0) await database.asPlatform('index-vectors', (tx) => analyzeVectorIndex(tx, tenantId));
}
