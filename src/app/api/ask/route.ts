import { askRoute } from '#lib/contracts/ask.ts';
import { answerAsk } from '#lib/http/ask-stream.ts';
import { preflight } from '#lib/http/cors.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const POST = endpoint(askRoute, answerAsk);

export const OPTIONS = preflight(askRoute);
