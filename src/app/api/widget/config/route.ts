import { widgetConfigRoute } from '#lib/contracts/widget.ts';
import { WIDGET_CONFIG_CACHE_SECONDS } from '#lib/core/limits.ts';
import { preflight } from '#lib/http/cors.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(widgetConfigRoute, async ({ app, query }) => ({
  status: 200,
  body: await app.getWidgetConfig(query.key),
  headers: { 'Cache-Control': `public, max-age=${WIDGET_CONFIG_CACHE_SECONDS}` },
}));

export const OPTIONS = preflight(widgetConfigRoute);
