/** Has the knowledge base assessed again, in the transaction that changes it: once for a burst of changes. */
import type { TenantTransaction } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import { selectVersionToAssess } from './assessment-store.ts';

/**
 * Call it after the change. While other sources are unfinished it does nothing: the last of them asks, as writers of
 * one tenant wait for each other at its counters.
 */
export async function requestAssessment(
  tx: TenantTransaction,
  ports: { jobs: JobQueue; assessment: { delaySeconds: number } },
  tenantId: string,
): Promise<void> {
  const version = await selectVersionToAssess(tx);
  if (version === undefined) return;
  const { delaySeconds } = ports.assessment;
  await ports.jobs.enqueue(tx, 'assess-kb', { tenant_id: tenantId, kb_version: version }, { delaySeconds });
}
