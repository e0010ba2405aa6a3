import { runToolRoute } from '#lib/contracts/tools.ts';
import { preflight } from '#lib/http/cors.ts';
import { idempotencyKey } from '#lib/http/idempotency.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const POST = endpoint(runToolRoute, async ({ app, caller, body, headers, signal }) => ({
  status: 200,
  body: await app.runTool(caller, body, { signal, idempotencyKey: idempotencyKey(headers) }),
}));

export const OPTIONS = preflight(runToolRoute);
