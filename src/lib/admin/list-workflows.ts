/** The workflows of all tenants, newest first, a page at a time. */
import type { AdminWorkflow, ListWorkflowsQuery } from '#lib/contracts/admin-workflows.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import type { Database } from '#lib/ports/database.ts';
import { viewOf } from '#lib/trial/apply-event.ts';
import { pageOf, requireCursor } from './page.ts';
import { type ListedWorkflow, selectWorkflows } from './workflow-list-store.ts';

export function adminWorkflowOf(row: ListedWorkflow): AdminWorkflow {
  return {
    ...viewOf(row),
    tenant_id: row.tenantId,
    business_name: row.businessName,
    updated_at: row.updatedAt.toISOString(),
  };
}

/** Errors: `invalid_request` for a cursor that is none of ours. */
export async function listWorkflows(
  ports: { database: Database },
  _caller: AdminCaller,
  query: ListWorkflowsQuery,
): Promise<{ workflows: AdminWorkflow[]; next_cursor: string | null }> {
  const page = { beforeId: requireCursor(query.cursor), limit: query.limit + 1 };
  const rows = await ports.database.asPlatform('admin-workflows', (tx) => selectWorkflows(tx, query, page));
  const { items, next_cursor } = pageOf(rows, query.limit, ({ workflowId }) => workflowId);
  return { workflows: items.map(adminWorkflowOf), next_cursor };
}
