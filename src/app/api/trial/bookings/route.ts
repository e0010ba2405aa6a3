import { listBookingsRoute } from '#lib/contracts/tools.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(listBookingsRoute, async ({ app, caller, query }) => ({
  status: 200,
  body: await app.listRecords(caller, 'booking', query),
}));
