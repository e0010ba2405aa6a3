import { setFlagRoute } from '#lib/contracts/flags.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const PUT = adminRoute(setFlagRoute, async ({ app, caller, params, body }) => ({
  status: 200,
  body: await app.setFlag(caller, params.key, body),
}));
