import { askRoute } from '#lib/contracts/ask.ts';
import { answerAsk } from '#lib/http/ask-stream.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const POST = endpoint(askRoute, answerAsk);
