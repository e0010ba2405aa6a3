/** Answers with server-sent events (WHATWG HTML §9.2): pulled as fast as the client reads, ended when it leaves. */
import { SSE_HEARTBEAT_MS } from '#lib/core/limits.ts';
import { closingSignal } from './closing.ts';
import { API_SECURITY_HEADERS } from './security-headers.ts';

export interface ServerSentEvent {
  event: string;
  id?: number | string;
  data: unknown;
}

export interface EventStreamOptions {
  /** The request's own signal: aborted when the client goes away. */
  signal: AbortSignal;
  requestId: string;
  /** An endless stream is ended when the process shuts down; the client resumes with `Last-Event-ID`. */
  endless: boolean;
  /** The last event of a stream whose source failed. */
  failed: (error: unknown) => ServerSentEvent;
  /** Called once, however the stream ends. */
  onEnd?: (error?: unknown) => void;
  heartbeatMs?: number;
}

const encoder = new TextEncoder();

/** One event in wire form; JSON never holds a raw line break, so `data` is always one line. */
export function encodeEvent(event: ServerSentEvent): string {
  const id = event.id === undefined ? '' : `id: ${event.id}\n`;
  return `${id}event: ${event.event}\ndata: ${JSON.stringify(event.data)}\n\n`;
}

/** The answer whose body is `source`'s events; `source` gets a signal that aborts when nobody reads any more. */
export function eventStream(
  source: (signal: AbortSignal) => AsyncIterable<ServerSentEvent>,
  options: EventStreamOptions,
): Response {
  const work = new AbortController();
  let events: AsyncIterator<ServerSentEvent> | undefined;
  let heartbeat: NodeJS.Timeout | undefined;
  let ended = false;

  const stop = () => work.abort();
  const end = (error?: unknown) => {
    if (ended) return;
    ended = true;
    clearInterval(heartbeat);
    options.signal.removeEventListener('abort', stop);
    closingSignal.removeEventListener('abort', stop);
    work.abort();
    options.onEnd?.(error);
  };

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        options.signal.addEventListener('abort', stop);
        if (options.endless) closingSignal.addEventListener('abort', stop);
        if (options.signal.aborted || (options.endless && closingSignal.aborted)) stop();
        // Sent at once, so that the client knows it is connected and proxies pass the headers on.
        controller.enqueue(encoder.encode('retry: 2000\n\n'));
        heartbeat = setInterval(() => {
          if (!ended && (controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(': alive\n\n'));
        }, options.heartbeatMs ?? SSE_HEARTBEAT_MS);
        heartbeat.unref();
        events = source(work.signal)[Symbol.asyncIterator]();
      },
      async pull(controller) {
        try {
          const next = await unlessAborted(events?.next(), work.signal);
          if (ended) return;
          if (next !== undefined && !next.done) {
            controller.enqueue(encoder.encode(encodeEvent(next.value)));
            return;
          }
          end();
        } catch (error) {
          if (ended) return;
          if (!work.signal.aborted) controller.enqueue(encoder.encode(encodeEvent(options.failed(error))));
          end(work.signal.aborted ? undefined : error);
        }
        void events?.return?.().catch(() => {});
        controller.close();
      },
      cancel() {
        end();
        void events?.return?.().catch(() => {});
      },
    },
    { highWaterMark: 2 },
  );

  return new Response(body, {
    headers: {
      ...API_SECURITY_HEADERS,
      'Cache-Control': 'no-store, no-transform',
      'Content-Type': 'text/event-stream; charset=utf-8',
      // nginx would otherwise hold events back until its buffer is full.
      'X-Accel-Buffering': 'no',
      'X-Request-Id': options.requestId,
    },
  });
}

/** Waits for `next`, or undefined once the signal aborts: a source slow to notice must not keep the stream open. */
async function unlessAborted<T>(next: Promise<T> | undefined, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return undefined;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const onAbort = () => resolve(undefined);
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([next, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * The events that `work` emits, then `last` of its result, as an iterable.
 * What is emitted before it is read waits in memory, so `work` must emit a bounded amount.
 */
export async function* emitted<E extends ServerSentEvent, R>(
  work: (emit: (event: E) => void) => Promise<R>,
  last: (result: R) => ServerSentEvent,
): AsyncGenerator<ServerSentEvent> {
  const waiting: E[] = [];
  let wake = () => {};
  let settled = false;
  const result = work((event) => {
    waiting.push(event);
    wake();
  }).finally(() => {
    settled = true;
    wake();
  });
  // Awaited below; until then a failure must not count as unhandled.
  result.catch(() => {});
  for (;;) {
    const event = waiting.shift();
    if (event !== undefined) yield event;
    else if (settled) break;
    else {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  yield last(await result);
}
