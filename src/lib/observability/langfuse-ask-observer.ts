/** A question as a Langfuse trace: a root, a retriever with its stages, a generation a model call, and events. */
import { createHash } from 'node:crypto';
import {
  createObservationAttributes,
  LangfuseOtelSpanAttributes as Key,
  type LangfuseObservationAttributes,
  type LangfuseObservationType,
} from '@langfuse/tracing';
import {
  type Attributes,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { AppError } from '#lib/core/errors.ts';
import { TRACE_CUT_MARGIN_CHARS, TRACE_PASSAGES_MAX, TRACE_TEXT_MAX_CHARS } from '#lib/core/limits.ts';
import { costInMicroUsd, type TokenPrice, type Tokens } from '#lib/core/token-price.ts';
import type {
  AskNote,
  AskObserver,
  AskStart,
  AskWatch,
  BatchWatch,
  ModelCall,
  Retrieval,
  Timing,
  ToolRun,
} from '#lib/ports/ask-observer.ts';
import { unwatched } from '#lib/ports/ask-observer.ts';

export interface AskTraceOptions {
  sampleRate: number;
  random?: () => number;
}

type Described = LangfuseObservationAttributes;

/** Names of traces and of what they begin with. */
const ASK = 'ask';
const BATCH = 'ask_batch';

interface Place {
  parent: Span | null;
  /** On every span of a trace, so that Langfuse can filter observations by them. */
  common: Attributes;
}

export function langfuseAskObserver(tracer: Tracer, options: AskTraceOptions): AskObserver {
  const { sampleRate, random = Math.random } = options;
  const isSampled = () => random() < sampleRate;

  function open(
    place: Place,
    name: string,
    type: LangfuseObservationType,
    about: Described,
    at?: number,
  ): Span {
    const context = place.parent ? trace.setSpan(ROOT_CONTEXT, place.parent) : ROOT_CONTEXT;
    const attributes = { ...place.common, ...createObservationAttributes(type, about) };
    return tracer.startSpan(name, { attributes, ...(at === undefined ? {} : { startTime: at }) }, context);
  }
  /** What is over already. */
  function record(
    place: Place,
    name: string,
    type: LangfuseObservationType,
    { startedAt, endedAt }: Timing,
    about: Described,
    error: AppError | null = null,
  ): Span {
    const span = open(place, name, type, { ...about, ...failureOf(error, about.metadata) }, startedAt);
    if (error) fail(span, error);
    span.end(Math.max(startedAt, endedAt));
    return span;
  }

  function retrieved(place: Place, retrieval: Retrieval, query: string): void {
    const { embed, search, rerank, passages, error, questions } = retrieval;
    const endedAt = (rerank ?? search ?? embed).endedAt;
    const parent = record(
      place,
      'retrieve',
      'retriever',
      { startedAt: embed.startedAt, endedAt },
      {
        input: query,
        output: passages.slice(0, TRACE_PASSAGES_MAX).map(({ chunkId, sourceId, title, score, cosine }) => ({
          chunk_id: chunkId,
          source_id: sourceId,
          title,
          score: rounded(score),
          cosine: rounded(cosine),
        })),
        metadata: {
          passages: passages.length,
          questions,
          embed_ms: milliseconds(embed),
          sql_ms: search && milliseconds(search),
          rerank_ms: rerank && milliseconds(rerank),
        },
      },
      error,
    );
    const inside = { ...place, parent };
    const embedding = search === null ? error : null;
    record(inside, 'embed', 'embedding', embed, { model: retrieval.model, input: query }, embedding);
    const failed = rerank === null ? error : null;
    if (search) record(inside, 'search', 'span', search, { metadata: { passages: passages.length } }, failed);
    if (rerank) record(inside, 'rerank', 'span', rerank, {});
  }

  function called(place: Place, call: ModelCall): void {
    const { usage, price } = call;
    record(
      place,
      'generate',
      'generation',
      call,
      {
        model: call.model,
        modelParameters: { ...call.parameters },
        input: call.messages.map((message) => ({ ...message, content: cut(message.content) })),
        output: {
          role: 'assistant',
          content: cut(call.text),
          ...(call.toolCalls.length > 0 ? { tool_calls: call.toolCalls } : {}),
        },
        // Always said, or Langfuse would guess by a tokenizer of its own.
        usageDetails: {
          input: usage?.promptTokens ?? 0,
          output: usage?.completionTokens ?? 0,
          total: (usage?.promptTokens ?? 0) + (usage?.completionTokens ?? 0),
        },
        ...(usage && price ? { costDetails: costOf(price, usage) } : {}),
        ...(call.firstTokenAt === null ? {} : { completionStartTime: new Date(call.firstTokenAt) }),
        metadata: { usage_reported: usage !== null },
      },
      call.error,
    );
  }

  function watch(place: Place, start: AskStart): AskWatch {
    const tags: string[] = [start.via];
    const metadata = { ...idsOf(start), top_k: start.topK };
    const root = open(place, ASK, 'span', { input: cut(start.query), metadata });
    const inside = { ...place, parent: root };
    let over = false;
    return {
      retrieved: (retrieval) => retrieved(inside, retrieval, cut(start.query)),
      called: (call) => called(inside, call),
      ran: (tool) => ran(inside, tool),
      worded: () => {},
      noted: (note) => noted(inside, note),
      ended(end) {
        if (over) return;
        over = true;
        const { outcome } = end;
        if ('answer' in end) {
          const { answer, mode, confidence, cached, sources } = end.answer;
          const metadata = {
            outcome,
            mode,
            confidence: rounded(confidence),
            cached,
            sources: sources.length,
          };
          root.setAttributes(createObservationAttributes('span', { output: cut(answer), metadata }));
          tags.push(mode);
          if (cached) tags.push('cached');
        } else {
          root.setAttributes(createObservationAttributes('span', failureOf(end.error, { outcome })));
          if (outcome === 'error') fail(root, end.error);
        }
        root.setAttribute(Key.TRACE_TAGS, [...tags, outcome]);
        root.end();
      },
    };
  }

  function ran(place: Place, tool: ToolRun): void {
    const output = tool.content === null ? undefined : cut(tool.content);
    record(place, tool.name.slice(0, 100), 'tool', tool, { input: cut(tool.arguments), output }, tool.error);
  }

  function noted(place: Place, note: AskNote): void {
    const { note: name, ...metadata } = note;
    open(place, name, 'event', {
      metadata,
      level: name === 'fallback' || name === 'removed' ? 'WARNING' : 'DEFAULT',
    }).end();
  }

  return {
    ask: (start) =>
      isSampled() ? watch({ parent: null, common: commonOf(start, ASK, start.visitorId) }, start) : unwatched,

    batch({ queries, unique, ...start }): BatchWatch {
      if (!isSampled()) return { asks: queries.map(() => unwatched), ended() {} };
      const place = { parent: null, common: commonOf(start, BATCH, null) };
      const root = open(place, BATCH, 'span', {
        input: queries.map(cut),
        metadata: { ...idsOf(start), top_k: start.topK, queries: queries.length, unique_queries: unique },
      });
      let over = false;
      return {
        asks: queries.map((query) => watch({ ...place, parent: root }, { ...start, query, visitorId: null })),
        ended(outcome, error) {
          if (over) return;
          over = true;
          root.setAttributes(createObservationAttributes('span', failureOf(error, { outcome })));
          if (error && outcome === 'error') fail(root, error);
          root.setAttribute(Key.TRACE_TAGS, [start.via, 'batch', outcome]);
          root.end();
        },
      };
    },
  };
}

function commonOf(
  start: Pick<AskStart, 'tenantId' | 'sessionId'>,
  name: string,
  visitorId: string | null,
): Attributes {
  return {
    [Key.TRACE_NAME]: name,
    [Key.TRACE_SESSION_ID]: start.sessionId,
    ...(visitorId === null ? {} : { [Key.TRACE_USER_ID]: visitorHash(start.tenantId, visitorId) }),
  };
}

/** Tells a visitor's questions from another's, and never who it is: nor is the same visitor known at another business. */
export function visitorHash(tenantId: string, visitorId: string): string {
  return createHash('sha256').update(`${tenantId}/${visitorId}`).digest('base64url').slice(0, 22);
}

function idsOf({ tenantId, requestId }: { tenantId: string; requestId: string }) {
  return { tenant_id: tenantId, request_id: requestId };
}

function failureOf(error: AppError | null, metadata: Record<string, unknown> = {}): Described {
  if (error === null) return { metadata };
  const level = error.code === 'cancelled' ? 'WARNING' : 'ERROR';
  return {
    level,
    statusMessage: `${error.code}: ${error.message}`,
    metadata: { ...metadata, error_code: error.code },
  };
}

function fail(span: Span, error: AppError): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: `${error.code}: ${error.message}` });
}

/** In US dollars. */
function costOf(price: TokenPrice, { promptTokens, completionTokens }: Tokens) {
  const usd = (tokens: Tokens) => costInMicroUsd(price, tokens) / 1e6;
  return {
    input: usd({ promptTokens, completionTokens: 0 }),
    output: usd({ promptTokens: 0, completionTokens }),
  };
}

/** So that little waits in memory; the exporter cuts to the bound when it has masked. */
function cut(text: string): string {
  return text.slice(0, TRACE_TEXT_MAX_CHARS + TRACE_CUT_MARGIN_CHARS);
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function milliseconds({ startedAt, endedAt }: Timing): number {
  return Math.round((endedAt - startedAt) * 100) / 100;
}
