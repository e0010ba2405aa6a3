import { getAdminWorkflowRoute } from '#lib/contracts/admin-workflows.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const GET = adminRoute(getAdminWorkflowRoute, async ({ app, caller, params }) => ({
  status: 200,
  body: await app.getTenantWorkflow(caller, params.workflow_id),
}));
