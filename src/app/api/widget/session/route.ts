import { openSessionRoute } from '#lib/contracts/widget.ts';
import { preflight } from '#lib/http/cors.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const POST = endpoint(openSessionRoute, async ({ app, headers, body }) => ({
  status: 201,
  body: await app.openSession(headers.get('origin'), body),
}));

export const OPTIONS = preflight(openSessionRoute);
