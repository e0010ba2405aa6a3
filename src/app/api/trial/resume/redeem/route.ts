import { redeemResumeRoute } from '#lib/contracts/trial.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const POST = endpoint(redeemResumeRoute, async ({ app, caller, body }) => ({
  status: 200,
  body: await app.redeemResume(caller, body),
}));
