/** The step that waits for documents: done when one is ready and none is under way. */
import { KB_RECHECK_MS, KB_WAIT_MS } from '#lib/core/limits.ts';
import { announceSource } from '#lib/kb/announce.ts';
import { requeueTakenBack, selectSourceIds, takeBackSource } from '#lib/kb/source-store.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import { deleteChunks } from '#lib/rag/chunk-store.ts';
import type { StepInput, StepOutcome } from './step.ts';
import { selectKnowledge, selectWorkflow } from './workflow-store.ts';

type Ports = { database: Database; jobs: JobQueue; clock: Clock };

/** Waits for `user_input` after a day without documents. What an undo has taken back is read again. */
export async function ingestStep(ports: Ports, { tenantId }: StepInput): Promise<StepOutcome> {
  const { knowledge, since } = await ports.database.asTenant(tenantId, async (tx) => {
    for (const sourceId of await requeueTakenBack(tx)) {
      await announceSource(tx, sourceId);
      await ports.jobs.enqueue(tx, 'ingest-source', { tenant_id: tenantId, source_id: sourceId });
    }
    return { knowledge: await selectKnowledge(tx), since: (await selectWorkflow(tx))?.stepSince };
  });
  ports.jobs.wake('ingest-source');
  const { ready, unfinished } = knowledge;
  if (ready > 0 && unfinished === 0) return { outcome: 'done', detail: { sources: ready } };
  const now = ports.clock.now();
  const leftMs = KB_WAIT_MS - (now.getTime() - (since ?? now).getTime());
  if (leftMs > 0 || unfinished > 0) {
    return { outcome: 'wait', retryAfterMs: Math.min(KB_RECHECK_MS, Math.max(leftMs, 1_000)) };
  }
  return {
    outcome: 'interrupt',
    kind: 'user_input',
    reason: 'There are no documents yet that the assistant could answer from. Give it at least one.',
  };
}

/** Takes the chunks of every source back; the files stay, and are read again when the set-up goes on. */
export async function undoIngest(
  ports: { database: Database },
  { tenantId }: { tenantId: string },
): Promise<void> {
  const sources = await ports.database.asTenant(tenantId, selectSourceIds);
  for (const sourceId of sources) {
    await ports.database.asTenant(tenantId, async (tx) => {
      // First the row, as a worker that stores its chunks does.
      if (!(await takeBackSource(tx, sourceId))) return;
      await deleteChunks(tx, sourceId);
      await announceSource(tx, sourceId);
    });
  }
}
