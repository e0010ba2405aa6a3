import { listUnansweredRoute } from '#lib/contracts/admin-usage.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const GET = adminRoute(listUnansweredRoute, async ({ app, caller, query }) => ({
  status: 200,
  body: await app.listUnanswered(caller, query),
}));
