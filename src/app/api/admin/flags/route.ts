import { listFlagsRoute } from '#lib/contracts/flags.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const GET = adminRoute(listFlagsRoute, async ({ app, caller, query }) => ({
  status: 200,
  body: await app.listFlags(caller, query),
}));
