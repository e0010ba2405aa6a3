import { extendTrialRoute } from '#lib/contracts/admin-trials.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const POST = adminRoute(extendTrialRoute, async ({ app, caller, params, body }) => ({
  status: 200,
  body: await app.extendTrial(caller, { tenantId: params.tenant_id, days: body.days }),
}));
