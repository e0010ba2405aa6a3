import { listConversationsRoute } from '#lib/contracts/admin-conversations.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const GET = adminRoute(listConversationsRoute, async ({ app, caller, params, query }) => ({
  status: 200,
  body: await app.listConversations(caller, params.tenant_id, query),
}));
