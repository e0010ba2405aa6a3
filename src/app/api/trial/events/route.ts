import { trialEventsRoute } from '#lib/contracts/trial.ts';
import { lastEventId, trialEventStream } from '#lib/http/trial-event-stream.ts';
import { endpoint } from '#runtime/endpoint.ts';

export const GET = endpoint(trialEventsRoute, async ({ app, caller, headers, stream }) => {
  const afterId = lastEventId(headers);
  return stream((signal) => trialEventStream(app.watchEvents(caller, { afterId, signal })), {
    endless: true,
  });
});
