/** What changed as server-sent events; there is nothing to resume, since the first event of each stream names everything. */
import type { ChangeTopic } from '#lib/contracts/admin-events.ts';
import type { ServerSentEvent } from './event-stream.ts';

export async function* changeEventStream(
  changes: AsyncIterable<readonly ChangeTopic[]>,
): AsyncGenerator<ServerSentEvent> {
  for await (const topics of changes) yield { event: 'changed', data: { topics } };
}
