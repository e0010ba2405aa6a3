import { listToolsRoute, updateToolsRoute } from '#lib/contracts/tools.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(listToolsRoute, async ({ app, caller }) => ({
  status: 200,
  body: await app.getTools(caller),
}));

export const PUT = endpoint(updateToolsRoute, async ({ app, caller, body }) => ({
  status: 200,
  body: await app.updateTools(caller, body),
}));
