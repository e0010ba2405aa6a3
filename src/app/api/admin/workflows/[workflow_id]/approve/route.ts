import { adminApproveWorkflowRoute } from '#lib/contracts/admin-workflows.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const POST = adminRoute(adminApproveWorkflowRoute, async ({ app, caller, params, body }) => {
  const order = { workflowId: params.workflow_id, operation: { type: 'approve' }, note: body.note } as const;
  return { status: 200, body: await app.operateTenantWorkflow(caller, order) };
});
