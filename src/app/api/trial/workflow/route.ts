import { getWorkflowRoute } from '#lib/contracts/workflow.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(getWorkflowRoute, async ({ app, caller }) => ({
  status: 200,
  body: await app.getWorkflow(caller),
}));
