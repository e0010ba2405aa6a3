import { setRateLimitsRoute } from '#lib/contracts/rate-limits.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const POST = adminRoute(setRateLimitsRoute, async ({ app, caller, params, body }) => ({
  status: 200,
  body: await app.setRateLimits(caller, { tenantId: params.tenant_id, limits: body.limits }),
}));
