import { inviteAdminRoute, listAdminsRoute } from '#lib/contracts/admin.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const GET = adminRoute(listAdminsRoute, async ({ app, caller, query }) => ({
  status: 200,
  body: await app.listAdmins(caller, query),
}));

export const POST = adminRoute(inviteAdminRoute, async ({ app, caller, body }) => ({
  status: 201,
  body: await app.inviteAdmin(caller, body),
}));
