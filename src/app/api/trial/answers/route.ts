import { addAnswerRoute, listAnswersRoute } from '#lib/contracts/answers.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(listAnswersRoute, async ({ app, caller, query }) => ({
  status: 200,
  body: await app.listAnswers(caller, query),
}));

export const POST = endpoint(addAnswerRoute, async ({ app, caller, body }) => ({
  status: 201,
  body: await app.addAnswer(caller, body),
}));
