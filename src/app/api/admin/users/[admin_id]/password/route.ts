import { resetPasswordRoute } from '#lib/contracts/admin.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const POST = adminRoute(resetPasswordRoute, async ({ app, caller, params }) => ({
  status: 200,
  body: await app.resetAdminPassword(caller, params.admin_id),
}));
