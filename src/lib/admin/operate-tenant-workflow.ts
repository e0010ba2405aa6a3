/** What an operator does to a tenant's workflow, written down in the transaction that does it. */
import type { WorkflowView } from '#lib/contracts/workflow.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { operateWorkflow } from '#lib/trial/operate-workflow.ts';
import type { Operation } from '#lib/trial/workflow-engine.ts';
import { auditInTenant } from './audit.ts';
import { findWorkflow } from './get-tenant-workflow.ts';

export interface TenantWorkflowOrder {
  workflowId: string;
  operation: Operation;
  note?: string | undefined;
}

/** Errors: `not_found`, `conflict` when the operation has no place in the workflow's state, `trial_expired`. */
export async function operateTenantWorkflow(
  ports: Parameters<typeof operateWorkflow>[0],
  caller: AdminCaller,
  { workflowId, operation, note }: TenantWorkflowOrder,
): Promise<WorkflowView> {
  const { tenantId } = await findWorkflow(ports, workflowId);
  return operateWorkflow(ports, `admin:${caller.adminId}`, {
    tenantId,
    operation,
    ...(note === undefined ? {} : { note }),
    alongside: (tx, before, after) =>
      auditInTenant(tx, caller, {
        action: `workflow.${operation.type}`,
        subject: `trial:${tenantId}`,
        before: { step: before.current_step, status: before.status },
        after: { step: after.current_step, status: after.status, ...(note === undefined ? {} : { note }) },
      }),
  });
}
