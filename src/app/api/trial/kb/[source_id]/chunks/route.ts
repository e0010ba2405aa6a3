import { listChunksRoute } from '#lib/contracts/kb.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(listChunksRoute, async ({ app, caller, params, query }) => ({
  status: 200,
  body: await app.listChunks(caller, { ...params, ...query }),
}));
