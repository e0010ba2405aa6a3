import { liveRoute } from '#lib/contracts/system.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(liveRoute, async () => ({ status: 200, body: { status: 'ok' } }));
