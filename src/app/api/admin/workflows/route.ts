import { listWorkflowsRoute } from '#lib/contracts/admin-workflows.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const GET = adminRoute(listWorkflowsRoute, async ({ app, caller, query }) => ({
  status: 200,
  body: await app.listWorkflows(caller, query),
}));
