import { listTrialsRoute } from '#lib/contracts/admin-trials.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const GET = adminRoute(listTrialsRoute, async ({ app, caller, query }) => ({
  status: 200,
  body: await app.listTrials(caller, query),
}));
