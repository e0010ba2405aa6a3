import { startTrialRoute } from '#lib/contracts/trial.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const POST = endpoint(startTrialRoute, async ({ app, caller, body }) => ({
  status: 201,
  body: await app.startTrial(caller, body),
}));
