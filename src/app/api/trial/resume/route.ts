import { requestResumeRoute } from '#lib/contracts/trial.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const POST = endpoint(requestResumeRoute, async ({ app, caller, body }) => {
  await app.requestResume(caller, body);
  return { status: 202 };
});
