/** Traces of questions for Langfuse, over OTLP: every question one trace, sampled as a whole, masked, never waited for. */
import { LangfuseSpanProcessor } from '@langfuse/otel';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BasicTracerProvider } from '@opentelemetry/sdk-trace-base';
import { TRACE_CLOSE_MAX_MS, TRACE_SEND_DEADLINE_MS } from '#lib/core/limits.ts';
import type { AskObserver } from '#lib/ports/ask-observer.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import { langfuseAskObserver } from './langfuse-ask-observer.ts';
import { maskingExporter } from './otel-masking-exporter.ts';
import { spanQueue } from './otel-span-queue.ts';

/** As configured. */
export interface LangfuseSettings {
  publicKey: string;
  secretKey: string;
  /** Without a trailing slash. */
  baseUrl: string;
  /** Share of questions that are traced, 0–1. */
  sampleRate: number;
  /** Null: the version of the product. */
  release: string | null;
  environment: string;
}

export interface LangfuseOptions extends LangfuseSettings {
  release: string;
  /** A text without the personal data in it. */
  mask: (text: string) => string;
}

export interface LangfuseTelemetry {
  observer: AskObserver;
  /** Sends what is left, for TRACE_CLOSE_MAX_MS at most. Never rejects. */
  close(): Promise<void>;
}

const NAME = 'frontdesk';
/** Above what any of our spans has; given so that no variable of the environment cuts them. */
const SPAN_LIMITS = {
  attributeValueLengthLimit: Number.POSITIVE_INFINITY,
  attributeCountLimit: 256,
  eventCountLimit: 128,
  linkCountLimit: 128,
};

export function langfuseTelemetry(
  options: LangfuseOptions,
  { telemetry, log }: { telemetry: Pick<Telemetry, 'count'>; log: Log },
): LangfuseTelemetry {
  const { publicKey, secretKey, baseUrl, release, environment } = options;
  const otlp = new OTLPTraceExporter({
    url: `${baseUrl}/api/public/otel/v1/traces`,
    headers: {
      Authorization: `Basic ${Buffer.from(`${publicKey}:${secretKey}`).toString('base64')}`,
      'x-langfuse-public-key': publicKey,
      // Langfuse shows what comes this way at once, and not minutes later.
      'x-langfuse-ingestion-version': '4',
    },
    timeoutMillis: TRACE_SEND_DEADLINE_MS,
  });
  const queue = spanQueue(maskingExporter(otlp, options.mask), {
    count: (outcome, spans) => telemetry.count('frontdesk_traces_total', { outcome }, spans),
    failing: (err) => log.warn({ err }, 'Langfuse takes no traces; they are dropped until it does'),
  });
  const processor = new LangfuseSpanProcessor({
    publicKey,
    secretKey,
    baseUrl,
    release,
    environment,
    exporter: queue,
    // The queue makes batches, within bounds of its own.
    exportMode: 'immediate',
    mediaUploadEnabled: false,
    timeout: TRACE_SEND_DEADLINE_MS / 1_000,
    shouldExportSpan: () => true,
  });
  // A provider of our own, not the global one: spans of other libraries do not get here, nor ours to them.
  const provider = new BasicTracerProvider({
    sampler: new AlwaysOnSampler(),
    spanLimits: SPAN_LIMITS,
    resource: resourceFromAttributes({ 'service.name': NAME, 'service.version': release }),
    spanProcessors: [processor],
  });
  return {
    observer: langfuseAskObserver(provider.getTracer('langfuse-sdk'), options),
    async close() {
      // Spans reach the queue in a later microtask; flushing rejects when one could not be handed over.
      await processor.forceFlush().catch(() => undefined);
      await queue.close(TRACE_CLOSE_MAX_MS);
      await provider.shutdown().catch(() => undefined);
    },
  };
}
