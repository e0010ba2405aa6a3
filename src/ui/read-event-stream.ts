/** Reads server-sent events from a fetch response, so that requests can carry an Authorization header. */
import { EventSourceParserStream } from 'eventsource-parser/stream';

export interface StreamEvent {
  event: string;
  id: string | undefined;
  data: unknown;
}

/** Events longer than this are not ours. */
const EVENT_MAX_CHARS = 2_000_000;

/** Yields each event with its data parsed as JSON; events that are not JSON are skipped. */
export async function* readEventStream(response: Response): AsyncGenerator<StreamEvent> {
  if (response.body === null) return;
  const reader = response.body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
    .pipeThrough(new EventSourceParserStream({ maxBufferSize: EVENT_MAX_CHARS }))
    .getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      let data: unknown;
      try {
        data = JSON.parse(value.data);
      } catch {
        continue;
      }
      yield { event: value.event ?? 'message', id: value.id, data };
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
