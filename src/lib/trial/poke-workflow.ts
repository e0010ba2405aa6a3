/** Tells the workflow, in the transaction that settles it, that the knowledge base is another now. */
import type { TenantTransaction } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import { selectKnowledge } from './workflow-store.ts';

/**
 * Only the last source of several sends a job. Call it after the change was announced: that row's lock lets
 * transactions that settle sources at once see each other. A job locks no row of the workflow.
 */
export async function pokeWorkflow(
  ports: { jobs: JobQueue },
  tx: TenantTransaction,
  tenantId: string,
): Promise<void> {
  const { unfinished } = await selectKnowledge(tx);
  if (unfinished === 0) await ports.jobs.enqueue(tx, 'run-workflow-step', { tenant_id: tenantId });
}
