import { adminLogoutRoute } from '#lib/contracts/admin.ts';
import { sessionCookie } from '#lib/middleware/admin-middleware.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const POST = adminRoute(adminLogoutRoute, async ({ app, caller, headers }) => {
  await app.logOutAdmin(caller);
  return { status: 204, headers: sessionCookie(app, headers, null) };
});
