import { getAdminTrialRoute } from '#lib/contracts/admin-trials.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const GET = adminRoute(getAdminTrialRoute, async ({ app, caller, params }) => ({
  status: 200,
  body: await app.getTrialDetail(caller, params.tenant_id),
}));
