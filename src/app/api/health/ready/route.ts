import { readyRoute } from '#lib/contracts/system.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(readyRoute, async ({ app }) => {
  const body = await app.readiness();
  return { status: body.status === 'down' || body.status === 'shutting_down' ? 503 : 200, body };
});
