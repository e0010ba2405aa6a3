import { adminEventsRoute } from '#lib/contracts/admin-events.ts';
import { changeEventStream } from '#lib/http/change-event-stream.ts';
import { adminRoute } from '#runtime/endpoint.ts';

export const GET = adminRoute(adminEventsRoute, async ({ app, caller, stream }) =>
  stream((signal) => changeEventStream(app.watchChanges(caller, signal)), { endless: true }),
);
