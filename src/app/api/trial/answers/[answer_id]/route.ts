import { changeAnswerRoute, removeAnswerRoute } from '#lib/contracts/answers.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const PATCH = endpoint(changeAnswerRoute, async ({ app, caller, params, body }) => ({
  status: 200,
  body: await app.changeAnswer(caller, params.answer_id, body),
}));

export const DELETE = endpoint(removeAnswerRoute, async ({ app, caller, params }) => {
  await app.removeAnswer(caller, params.answer_id);
  return { status: 204 };
});
