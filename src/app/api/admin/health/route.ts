import { adminHealthRoute } from '#lib/contracts/admin-health.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const GET = adminRoute(adminHealthRoute, async ({ app, caller }) => ({
  status: 200,
  body: await app.getHealth(caller),
}));
