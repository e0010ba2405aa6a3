import { eraseVisitorRoute } from '#lib/contracts/erasure.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const DELETE = endpoint(eraseVisitorRoute, async ({ app, caller, params }) => ({
  status: 200,
  body: await app.eraseVisitor(caller, params.visitor_id),
}));
