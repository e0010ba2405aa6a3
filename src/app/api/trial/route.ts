import { getTrialRoute } from '#lib/contracts/trial.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(getTrialRoute, async ({ app, caller }) => ({
  status: 200,
  body: await app.getTrial(caller),
}));
