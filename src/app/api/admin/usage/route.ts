import { getOverviewRoute } from '#lib/contracts/admin-usage.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const GET = adminRoute(getOverviewRoute, async ({ app, caller }) => ({
  status: 200,
  body: await app.getOverview(caller),
}));
