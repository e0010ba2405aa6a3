import { adminAddAnswerRoute, adminListAnswersRoute } from '#lib/contracts/answers.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const GET = adminRoute(adminListAnswersRoute, async ({ app, caller, params, query }) => ({
  status: 200,
  body: await app.listAnswers({ ...caller, tenantId: params.tenant_id }, query),
}));

export const POST = adminRoute(adminAddAnswerRoute, async ({ app, caller, params, body }) => ({
  status: 201,
  body: await app.addAnswer({ ...caller, tenantId: params.tenant_id }, body),
}));
