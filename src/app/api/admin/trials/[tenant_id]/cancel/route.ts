import { cancelTrialRoute } from '#lib/contracts/admin-trials.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const POST = adminRoute(cancelTrialRoute, async ({ app, caller, params }) => ({
  status: 200,
  body: await app.cancelTrial(caller, params.tenant_id),
}));
