import { adminMeRoute } from '#lib/contracts/admin.ts';
import { sessionCookie } from '#lib/middleware/admin-middleware.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const GET = adminRoute(adminMeRoute, async ({ app, caller, headers }) => {
  const { me, renewed } = await app.getAdmin(caller);
  return { status: 200, body: me, headers: renewed ? sessionCookie(app, headers, renewed) : {} };
});
