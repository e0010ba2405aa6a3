import { widgetHistoryRoute } from '#lib/contracts/widget.ts';
import { preflight } from '#lib/http/cors.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(widgetHistoryRoute, async ({ app, caller }) => ({
  status: 200,
  body: await app.getHistory(caller),
}));

export const OPTIONS = preflight(widgetHistoryRoute);
