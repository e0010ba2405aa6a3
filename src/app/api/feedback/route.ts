import { feedbackRoute } from '#lib/contracts/ask.ts';
import { preflight } from '#lib/http/cors.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const POST = endpoint(feedbackRoute, async ({ app, caller, body }) => {
  await app.giveFeedback(caller, body);
  return { status: 204 };
});

export const OPTIONS = preflight(feedbackRoute);
