import { updateAdminRoute } from '#lib/contracts/admin.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const PATCH = adminRoute(updateAdminRoute, async ({ app, caller, params, body }) => ({
  status: 200,
  body: await app.updateAdmin(caller, params.admin_id, body),
}));
