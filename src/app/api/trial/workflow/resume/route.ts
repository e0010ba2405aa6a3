import { resumeWorkflowRoute } from '#lib/contracts/workflow.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const POST = endpoint(resumeWorkflowRoute, async ({ app, caller }) => ({
  status: 200,
  body: await app.operateOwnWorkflow(caller, { type: 'resume' }),
}));
