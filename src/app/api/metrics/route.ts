import { metricsRoute } from '#lib/contracts/system.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(metricsRoute, async ({ app, headers, address, relay }) => {
  const { contentType, text } = await app.metrics({ headers, address });
  return relay(new Response(text, { headers: { 'Content-Type': contentType } }));
});
