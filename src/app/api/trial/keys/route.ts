import { createKeyRoute, listKeysRoute } from '#lib/contracts/keys.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(listKeysRoute, async ({ app, caller }) => ({
  status: 200,
  body: await app.listKeys(caller),
}));

export const POST = endpoint(createKeyRoute, async ({ app, caller, body }) => ({
  status: 201,
  body: await app.createKey(caller, body),
}));
