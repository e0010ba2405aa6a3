import { listAuditRoute } from '#lib/contracts/admin.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const GET = adminRoute(listAuditRoute, async ({ app, caller, query }) => ({
  status: 200,
  body: await app.listAudit(caller, query),
}));
