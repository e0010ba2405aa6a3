import { addTextRoute } from '#lib/contracts/kb.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const POST = endpoint(addTextRoute, async ({ app, caller, body }) => ({
  status: 202,
  body: await app.addText(caller, body),
}));
