import { publishWidgetRoute } from '#lib/contracts/widget.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const POST = endpoint(publishWidgetRoute, async ({ app, caller, query }) => ({
  status: 200,
  body: await app.publishWidget(caller, { rotate: query.rotate === 'true' }),
}));
