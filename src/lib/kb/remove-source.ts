/** Removes a source with its file, chunks, vectors and postings, and gives its storage back. */
import type { TenantCaller } from '#lib/core/caller.ts';
import { notFound } from '#lib/core/errors.ts';
import type { Database } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import { deleteChunks } from '#lib/rag/chunk-store.ts';
import { recordAudit } from '#lib/security/audit-log.ts';
import { pokeWorkflow } from '#lib/trial/poke-workflow.ts';
import { requestAssessment } from '#lib/trial/request-assessment.ts';
import { deleteSource, lockSource, releaseStorage } from './source-store.ts';

/** A worker that ingests it meanwhile finds its claim gone and stores nothing. Errors: `not_found`. */
export async function removeSource(
  ports: { database: Database; jobs: JobQueue; assessment: { delaySeconds: number } },
  caller: TenantCaller,
  sourceId: string,
): Promise<void> {
  await ports.database.asTenant(caller.tenantId, async (tx) => {
    // First: a swap that is about to commit has this row, and its chunks must be seen to be taken off the index.
    if (!(await lockSource(tx, sourceId))) throw notFound();
    await deleteChunks(tx, sourceId);
    const gone = await deleteSource(tx, sourceId);
    if (!gone) throw notFound();
    await releaseStorage(tx, 1, gone.bytes);
    await requestAssessment(tx, ports, caller.tenantId);
    await recordAudit(tx, caller, 'source.removed', sourceId, {});
    await pokeWorkflow(ports, tx, caller.tenantId);
  });
  ports.jobs.wake('run-workflow-step');
  ports.jobs.wake('assess-kb');
}
