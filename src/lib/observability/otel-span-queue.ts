/** Spans on their way out: kept within bounds, sent in small batches beside the answers, dropped with a count when nobody takes them. */
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import {
  TRACE_BATCH_MAX_BYTES,
  TRACE_BATCH_MAX_SPANS,
  TRACE_PAUSE_MAX_MS,
  TRACE_PAUSE_MS,
  TRACE_QUEUE_MAX_BYTES,
  TRACE_QUEUE_MAX_SPANS,
  TRACE_SEND_DEADLINE_MS,
  TRACE_SEND_DELAY_MS,
  TRACE_SENDS_IN_FLIGHT,
} from '#lib/core/limits.ts';

export type SpanFate = 'exported' | 'dropped_full' | 'dropped_failed';

export interface SpanQueueOptions {
  count(fate: SpanFate, spans: number): void;
  /** The first failure after a success; it is told no more until something was taken again. */
  failing(error: Error | undefined): void;
  maxSpans?: number;
  maxBytes?: number;
}

export interface SpanQueue extends SpanExporter {
  /** Sends what is left for at most so long, and drops the rest. */
  close(withinMs: number): Promise<void>;
}

interface Waiting {
  span: ReadableSpan;
  bytes: number;
}

/** Names, ids and times of a span, as they travel. */
const SPAN_OVERHEAD_BYTES = 700;
/** UTF-16 in memory, JSON with its escapes on the wire: about as many bytes either way. */
const BYTES_PER_CHARACTER = 2;

export function spanQueue(target: SpanExporter, options: SpanQueueOptions): SpanQueue {
  const { maxSpans = TRACE_QUEUE_MAX_SPANS, maxBytes = TRACE_QUEUE_MAX_BYTES } = options;
  let waiting: Waiting[] = [];
  let bytes = 0;
  let sending = 0;
  let pauseMs = 0;
  let pausedUntil = 0;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  function later(ms: number): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      pump(true);
    }, ms).unref();
  }

  /** `all`: batches that are not full go, too. */
  function pump(all: boolean): void {
    const pause = pausedUntil - performance.now();
    if (pause > 0 && !closed) {
      later(pause);
      return;
    }
    while (sending < TRACE_SENDS_IN_FLIGHT && waiting.length > 0) {
      if (!all && waiting.length < TRACE_BATCH_MAX_SPANS) {
        later(TRACE_SEND_DELAY_MS);
        return;
      }
      void send(nextBatch());
    }
  }

  function nextBatch(): ReadableSpan[] {
    let size = 0;
    let taken = 0;
    while (taken < waiting.length && taken < TRACE_BATCH_MAX_SPANS) {
      if (taken > 0 && size + waiting[taken]!.bytes > TRACE_BATCH_MAX_BYTES) break;
      size += waiting[taken++]!.bytes;
    }
    const batch = waiting.splice(0, taken).map(({ span }) => span);
    bytes -= size;
    return batch;
  }

  async function send(batch: ReadableSpan[]): Promise<void> {
    sending += 1;
    // Answers that are being made go first.
    await turn();
    const result = await exported(batch);
    sending -= 1;
    if (result.code === ExportResultCode.SUCCESS) {
      pauseMs = 0;
      options.count('exported', batch.length);
    } else {
      options.count('dropped_failed', batch.length);
      if (pauseMs === 0) options.failing(result.error);
      pauseMs = Math.min(TRACE_PAUSE_MAX_MS, Math.max(TRACE_PAUSE_MS, pauseMs * 2));
      pausedUntil = performance.now() + pauseMs;
    }
    pump(closed);
  }

  function exported(batch: ReadableSpan[]): Promise<ExportResult> {
    return new Promise((resolve) => {
      const late = setTimeout(
        () => resolve({ code: ExportResultCode.FAILED, error: new Error('the export took too long') }),
        TRACE_SEND_DEADLINE_MS * 2,
      ).unref();
      try {
        target.export(batch, (result) => {
          clearTimeout(late);
          resolve(result);
        });
      } catch (thrown) {
        clearTimeout(late);
        resolve({ code: ExportResultCode.FAILED, error: thrown as Error });
      }
    });
  }

  function drop(): void {
    if (waiting.length > 0) options.count('dropped_failed', waiting.length);
    waiting = [];
    bytes = 0;
  }

  return {
    export(spans, done) {
      for (const span of spans) {
        const size = bytesOf(span);
        if (closed || waiting.length >= maxSpans || bytes + size > maxBytes) {
          options.count('dropped_full', 1);
          continue;
        }
        waiting.push({ span, bytes: size });
        bytes += size;
      }
      // Whoever ended the span has nothing to do with what becomes of it.
      done({ code: ExportResultCode.SUCCESS });
      if (waiting.length > 0) pump(false);
    },
    async close(withinMs) {
      closed = true;
      clearTimeout(timer);
      timer = undefined;
      const until = performance.now() + withinMs;
      pump(true);
      while ((waiting.length > 0 || sending > 0) && performance.now() < until) await sleep(5);
      drop();
    },
    async shutdown() {},
  };
}

function bytesOf({ name, attributes }: ReadableSpan): number {
  let characters = name.length;
  for (const value of Object.values(attributes)) characters += typeof value === 'string' ? value.length : 20;
  return SPAN_OVERHEAD_BYTES + characters * BYTES_PER_CHARACTER;
}
