import { upgradeTrialRoute } from '#lib/contracts/admin-trials.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const POST = adminRoute(upgradeTrialRoute, async ({ app, caller, params, body }) => ({
  status: 200,
  body: await app.upgradeTrial(caller, { tenantId: params.tenant_id, plan: body.plan }),
}));
