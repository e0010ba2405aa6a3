import { previewWidgetRoute } from '#lib/contracts/widget.ts';
import { ownOrigin } from '#lib/http/own-origin.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const POST = endpoint(previewWidgetRoute, async ({ app, caller, headers }) => ({
  status: 201,
  body: await app.previewWidget(caller, ownOrigin(headers, app.config.publicUrl)),
}));
