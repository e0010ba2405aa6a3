import { cancelWorkflowRoute } from '#lib/contracts/workflow.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const POST = endpoint(cancelWorkflowRoute, async ({ app, caller }) => ({
  status: 200,
  body: await app.operateOwnWorkflow(caller, { type: 'cancel' }),
}));
