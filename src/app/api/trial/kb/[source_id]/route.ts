import { getSourceRoute, removeSourceRoute } from '#lib/contracts/kb.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(getSourceRoute, async ({ app, caller, params }) => ({
  status: 200,
  body: await app.getSource(caller, params.source_id),
}));

export const DELETE = endpoint(removeSourceRoute, async ({ app, caller, params }) => {
  await app.removeSource(caller, params.source_id);
  return { status: 204 };
});
