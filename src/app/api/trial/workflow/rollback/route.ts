import { rollbackWorkflowRoute } from '#lib/contracts/workflow.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const POST = endpoint(rollbackWorkflowRoute, async ({ app, caller, body }) => ({
  status: 200,
  body: await app.operateOwnWorkflow(caller, { type: 'rollback', to: body.to }),
}));
