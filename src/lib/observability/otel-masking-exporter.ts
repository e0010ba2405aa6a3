/** Masks personal data in every string of a span before it is exported: names, attributes, events, links, statuses, resources. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';

/** What stands for a text that could not be masked: nothing leaves unmasked. */
const UNMASKABLE = '[masked]';
/** Answers get their turn after so much masking. */
const SLICE_MS = 1;

export function maskingExporter(target: SpanExporter, mask: (text: string) => string): SpanExporter {
  const safely = (text: string): string => {
    try {
      return mask(text);
    } catch {
      return UNMASKABLE;
    }
  };

  async function masked(spans: readonly ReadableSpan[]): Promise<ReadableSpan[]> {
    const copies: ReadableSpan[] = [];
    let since = performance.now();
    for (const span of spans) {
      copies.push(maskSpan(span, safely));
      if (performance.now() - since < SLICE_MS) continue;
      await turn();
      since = performance.now();
    }
    return copies;
  }
  return {
    export(spans, done) {
      masked(spans).then(
        (copies) => target.export(copies, done),
        (error: Error) => done({ code: ExportResultCode.FAILED, error }),
      );
    },
    shutdown: () => target.shutdown(),
    forceFlush: async () => target.forceFlush?.(),
  };
}

function maskSpan(span: ReadableSpan, mask: (text: string) => string): ReadableSpan {
  const attributes = (given: Attributes | undefined) => maskAttributes(given ?? {}, mask);
  const { status, resource } = span;
  return {
    name: mask(span.name),
    kind: span.kind,
    spanContext: () => span.spanContext(),
    ...(span.parentSpanContext ? { parentSpanContext: span.parentSpanContext } : {}),
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: span.ended,
    status: status.message === undefined ? status : { ...status, message: mask(status.message) },
    attributes: attributes(span.attributes),
    links: span.links.map((link) => ({ ...link, attributes: attributes(link.attributes) })),
    events: span.events.map((event) => ({
      ...event,
      name: mask(event.name),
      attributes: attributes(event.attributes),
    })),
    // Our own words, the same for every span.
    resource,
    instrumentationScope: span.instrumentationScope,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}

function maskAttributes(attributes: Attributes, mask: (text: string) => string): Attributes {
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [mask(key), maskValue(value, mask)]),
  );
}

function maskValue(
  value: AttributeValue | undefined,
  mask: (text: string) => string,
): AttributeValue | undefined {
  if (typeof value === 'string') return maskText(value, mask);
  if (Array.isArray(value))
    return value.map((one) => (typeof one === 'string' ? maskText(one, mask) : one)) as AttributeValue;
  return value;
}

/** JSON stays JSON: its strings are masked, keys too, and its numbers left alone. */
function maskText(text: string, mask: (text: string) => string): string {
  if (!/^[[{"]/.test(text)) return mask(text);
  try {
    return JSON.stringify(maskDeep(JSON.parse(text), mask));
  } catch {
    return mask(text);
  }
}

function maskDeep(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((one) => maskDeep(one, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [mask(key), maskDeep(one, mask)]));
}
