import { revokeKeyRoute } from '#lib/contracts/keys.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const DELETE = endpoint(revokeKeyRoute, async ({ app, caller, params }) => {
  await app.revokeKey(caller, params.key_id);
  return { status: 204 };
});
