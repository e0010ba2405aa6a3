import { getBrandingRoute, updateBrandingRoute } from '#lib/contracts/branding.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(getBrandingRoute, async ({ app, caller }) => ({
  status: 200,
  body: await app.getBranding(caller),
}));

export const PUT = endpoint(updateBrandingRoute, async ({ app, caller, body }) => ({
  status: 200,
  body: await app.updateBranding(caller, body),
}));
