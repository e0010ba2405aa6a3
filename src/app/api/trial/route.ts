import { eraseTrialRoute } from '#lib/contracts/erasure.ts';
import { getTrialRoute } from '#lib/contracts/trial.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(getTrialRoute, async ({ app, caller }) => ({
  status: 200,
  body: await app.getTrial(caller),
}));

export const DELETE = endpoint(eraseTrialRoute, async ({ app, caller }) => ({
  status: 200,
  body: await app.eraseTrial(caller),
}));
