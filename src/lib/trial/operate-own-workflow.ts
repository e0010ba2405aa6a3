/** What a tenant may do to its own workflow; what takes back or ends needs the trial token itself. */
import type { WorkflowView } from '#lib/contracts/workflow.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { operateWorkflow } from './operate-workflow.ts';
import { requireTrialToken } from './require-trial-token.ts';
import type { Operation } from './workflow-engine.ts';

/** Approving and rejecting are an operator's. */
export type OwnOperation = Extract<Operation, { type: 'resume' | 'retry' | 'cancel' | 'rollback' }>;

/** Errors: `conflict`, `trial_expired`, `forbidden`. */
export async function operateOwnWorkflow(
  ports: Parameters<typeof operateWorkflow>[0],
  caller: TenantCaller,
  operation: OwnOperation,
): Promise<WorkflowView> {
  if (operation.type === 'cancel' || operation.type === 'rollback') requireTrialToken(caller);
  return operateWorkflow(ports, 'tenant', { tenantId: caller.tenantId, operation });
}
