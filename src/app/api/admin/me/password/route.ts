import { changePasswordRoute } from '#lib/contracts/admin.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const POST = adminRoute(changePasswordRoute, async ({ app, caller, body }) => {
  await app.changeAdminPassword(caller, body);
  return { status: 204 };
});
