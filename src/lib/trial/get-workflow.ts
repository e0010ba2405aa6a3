/** A tenant's workflow with its history. */
import type { WorkflowHistory } from '#lib/contracts/workflow.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { unauthenticated } from '#lib/core/errors.ts';
import type { Database } from '#lib/ports/database.ts';
import { viewOf } from './apply-event.ts';
import { selectTransitions, selectWorkflow } from './workflow-store.ts';

export async function getWorkflow(
  ports: { database: Database },
  caller: Pick<TenantCaller, 'tenantId'>,
): Promise<WorkflowHistory> {
  const { row, history } = await ports.database.asTenant(caller.tenantId, async (tx) => ({
    row: await selectWorkflow(tx),
    history: await selectTransitions(tx),
  }));
  if (!row) throw unauthenticated();
  return { workflow: viewOf(row), history };
}
