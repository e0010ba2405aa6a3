import { adminChangeAnswerRoute, adminRemoveAnswerRoute } from '#lib/contracts/answers.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const PATCH = adminRoute(adminChangeAnswerRoute, async ({ app, caller, params, body }) => ({
  status: 200,
  body: await app.changeAnswer({ ...caller, tenantId: params.tenant_id }, params.answer_id, body),
}));

export const DELETE = adminRoute(adminRemoveAnswerRoute, async ({ app, caller, params }) => {
  await app.removeAnswer({ ...caller, tenantId: params.tenant_id }, params.answer_id);
  return { status: 204 };
});
