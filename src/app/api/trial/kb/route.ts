import { listSourcesRoute } from '#lib/contracts/kb.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(listSourcesRoute, async ({ app, caller, query }) => ({
  status: 200,
  body: await app.listSources(caller, query),
}));
