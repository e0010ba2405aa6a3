/** One workflow of any tenant, with its history and what its steps have found out. */
import type { AdminWorkflowDetail } from '#lib/contracts/admin-workflows.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { notFound } from '#lib/core/errors.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectTransitions } from '#lib/trial/workflow-store.ts';
import { adminWorkflowOf } from './list-workflows.ts';
import { type ListedWorkflow, selectWorkflowById } from './workflow-list-store.ts';

/** Errors: `not_found`. */
export async function findWorkflow(
  ports: { database: Database },
  workflowId: string,
): Promise<ListedWorkflow> {
  const row = await ports.database.asPlatform('admin-workflows', (tx) => selectWorkflowById(tx, workflowId));
  if (!row) throw notFound();
  return row;
}

/** Errors: `not_found`. */
export async function getTenantWorkflow(
  ports: { database: Database },
  _caller: AdminCaller,
  workflowId: string,
): Promise<AdminWorkflowDetail> {
  const row = await findWorkflow(ports, workflowId);
  const history = await ports.database.asTenant(row.tenantId, selectTransitions);
  return { workflow: adminWorkflowOf(row), history, details: row.details };
}
