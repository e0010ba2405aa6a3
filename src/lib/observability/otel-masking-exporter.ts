/** Masks personal data in every string of a span before it is exported: names, attributes, events, links, statuses, resources. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Attributes, AttributeValue } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { TRACE_CUT_MARGIN_CHARS, TRACE_TEXT_MAX_CHARS } from '#lib/core/limits.ts';
import { maskNumber } from '#lib/security/pii-numbers.ts';

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

const JSON_BEGINS = /^[[{"]/;
const ESCAPES = /\\[bfnrt]/g;

/** JSON stays JSON, and texts in it that are JSON too: what is in it is masked, keys and numbers as well. */
function maskText(text: string, mask: (text: string) => string, maxChars = Number.POSITIVE_INFINITY): string {
  if (!JSON_BEGINS.test(text)) return maskLong(text, mask);
  try {
    if (text.length <= maxChars) return JSON.stringify(maskDeep(JSON.parse(text), mask));
  } catch {
    // It was cut off, or never was JSON.
  }
  // The letter of an escape is no part of the word after it.
  return maskLong(text.replace(ESCAPES, ' '), mask);
}

function maskDeep(value: unknown, mask: (text: string) => string, name = ''): unknown {
  if (typeof value === 'string') return maskText(value, mask, TRACE_TEXT_MAX_CHARS);
  if (typeof value === 'number') return maskNumber(name, value, mask);
  if (Array.isArray(value)) return value.map((one) => maskDeep(one, mask, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [mask(key), maskDeep(one, mask, key)]));
}

/** Cut after masking, and short of the end: a value that the end parts is not known for one. */
function maskLong(text: string, mask: (text: string) => string): string {
  if (text.length <= TRACE_TEXT_MAX_CHARS) return mask(text);
  const most = TRACE_TEXT_MAX_CHARS + TRACE_CUT_MARGIN_CHARS;
  const masked = mask(text.slice(0, endOfLastWord(text, most)));
  const end = Math.min(TRACE_TEXT_MAX_CHARS, Math.max(0, masked.length - TRACE_CUT_MARGIN_CHARS));
  return `${masked.slice(0, end)}…`;
}

const WORD = /[\w.%+@:/=~-]/;

/** Keys and tokens may be longer than the margin. */
function endOfLastWord(text: string, most: number): number {
  let end = Math.min(text.length, most);
  while (end > 0 && WORD.test(text[end - 1]!)) end -= 1;
  return end;
}
