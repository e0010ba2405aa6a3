/** PROMISES 9 in traces; and every question makes exactly one complete trace, with the tokens that the model reported. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryAnswerCache } from '#lib/cache/memory-answer-cache.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { askMetrics } from '#lib/observability/ask-metrics.ts';
import { eachObserver } from '#lib/observability/each-observer.ts';
import { sharedAnswers } from '#lib/rag/answer-cache.ts';
import { answer } from '#lib/ragPipeline.ts';
import { askStream } from '../fixtures/ask-client.ts';
import { businessDocuments } from '../fixtures/business-documents.ts';
import { comesToRest } from '../fixtures/come-to-rest.ts';
import {
  type LangfuseReceiver,
  type ReceivedSpan,
  startLangfuseReceiver,
} from '../fixtures/langfuse-receiver.ts';
import { connect } from '../fixtures/mcp-client.ts';
import {
  type OpenAiScenario,
  type OpenAiStub,
  type OpenAiStubOptions,
  startOpenAiStub,
} from '../fixtures/openai-stub.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { scrape, sumOf } from '../fixtures/read-metrics.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';
import { until } from '../fixtures/until.ts';
import { allowWidget, visit } from '../fixtures/visitor-client.ts';

const ORIGIN = 'https://shop.example';
const TOKEN = 'the-token-of-this-test';
const GROUNDED = ['The frame has ', 'a warranty of ', '6 years [1][7', '7].'];
const ABSTAINING = ['NO_', 'ANSWER'];
const ASKED_AT_ONCE = 8;
const SLOW = 50;
/** On a machine that does other things, too. */
const THOUSAND_MAX_MS = 400_000;

const scenarios: OpenAiScenario[] = ['ok'];
const wording: OpenAiStubOptions = { answer: GROUNDED };
const embedding: OpenAiScenario[] = ['ok'];
let receiver: LangfuseReceiver;
let chat: OpenAiStub;
let embedder: OpenAiStub;
let product: Product;
let tenant: TenantClient;

beforeAll(async () => {
  receiver = await startLangfuseReceiver();
  chat = await startOpenAiStub(scenarios, wording);
  embedder = await startOpenAiStub(embedding, { dimensions: 64 });
  product = await openProduct({
    env: {
      ...receiver.env,
      LANGFUSE_TRACING_ENVIRONMENT: 'tests',
      METRICS_TOKEN: TOKEN,
      LLM_BASE_URL: chat.url,
      LLM_MODEL: 'stub-model',
      EMBEDDING_BASE_URL: embedder.url,
      EMBEDDING_MODEL: 'stub-embedder',
      EMBEDDING_DIMENSIONS: '64',
    },
    // One read of a cache in Redis that comes late would be one generation more.
    ports: { answerCache: sharedAnswers(memoryAnswerCache({ maxBytes: 10_000_000 })) },
  });
  tenant = await startTenant(product.url);
  const accepted = await tenant.give(...(await businessDocuments()));
  await tenant.settled(accepted.map(({ source_id }) => source_id));
  await comesToRest(product.ports.database, tenant.tenantId);
  await product.ports.database.asPlatform('start-trial', (tx) =>
    tx.updateTable('usage').set({ queries_limit: 10_000 }).where('tenant_id', '=', tenant.tenantId).execute(),
  );
});
afterAll(async () => {
  await product?.close();
  await chat?.close();
  await embedder?.close();
  await receiver?.close();
});

let asked = 0;
/** Never asked before. */
const question = () => `How long is the warranty on frame number ${asked++}?`;

async function times(count: number, work: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lanes = Array.from({ length: ASKED_AT_ONCE }, async () => {
    while (next < count) await work(next++);
  });
  await Promise.all(lanes);
}

const arrives = (holds: () => boolean) => until(holds, 60_000);

const ask = (query: string, body: object = {}) => tenant.call('POST', '/api/ask', { query, ...body });
const roots = () => receiver.spans.filter(({ parentSpanId }) => parentSpanId === undefined);
const tagged = (tag: string) =>
  roots().filter((root) => root.attributes['langfuse.trace.tags'].includes(tag));
const typed = (spans: readonly ReceivedSpan[], type: string) =>
  spans.filter(({ attributes }) => attributes['langfuse.observation.type'] === type);
const json = (span: ReceivedSpan, key: string) => JSON.parse(span.attributes[`langfuse.observation.${key}`]);
const metrics = () => scrape(product.url, TOKEN);

describe('a thousand questions', () => {
  it(
    'make a thousand complete traces, with the tokens of the model, and count exactly',
    async () => {
      const before = await metrics();
      const streamed = { onEvent: () => {} };

      // Answered, over JSON and as a stream.
      await times(320, (n) =>
        n % 2 === 0 ? ask(question()) : askStream(product.url, tenant, { query: question() }, streamed),
      );
      // Kept answers.
      await times(150, () => ask('How long is the warranty on frame number 0?'));
      // The model does not know.
      wording.answer = ABSTAINING;
      await times(120, () => ask(question()));
      wording.answer = GROUNDED;
      // A visitor, in a session of one's own.
      const widgetKey = await allowWidget(tenant, ORIGIN);
      const visitor = await visit(product.url, ORIGIN, {
        widget_key: widgetKey,
        visitor_id: 'visitor-of-traces',
      });
      await times(100, () => visitor.call('POST', '/api/ask', { query: question() }));
      // Over MCP.
      const client = await connect(product.url, tenant.token);
      await times(60, () => client.callTool({ name: 'rag_query', arguments: { query: question() } }));
      await client.close();
      // Batches of five, two of them equal.
      await times(50, () => {
        const [first, ...others] = Array.from({ length: 4 }, question);
        const queries = [first, ...others, first].map((query) => ({ query }));
        return tenant.call('POST', '/api/ask', { queries });
      });
      // The model fails, and the documents are quoted.
      scenarios.splice(0, scenarios.length, 'error_500');
      await times(50, () => ask(question()));
      scenarios.splice(0, scenarios.length, 'ok');
      // No embedding, no answer.
      embedding.splice(0, embedding.length, 'error_401');
      await times(80, () => ask(question()));
      embedding.splice(0, embedding.length, 'ok');
      // Askers that leave in the middle of an answer.
      wording.answer = Array.from({ length: 60 }, () => 'slow ');
      wording.tokenDelayMs = SLOW;
      await times(70, async () => {
        const left = new AbortController();
        const onEvent = ({ event }: { event: string }) => {
          if (event === 'token') left.abort();
        };
        await askStream(product.url, tenant, { query: question() }, { signal: left.signal, onEvent }).catch(
          () => [],
        );
      });
      Object.assign(wording, { answer: GROUNDED, tokenDelayMs: 0 });

      await arrives(() => roots().length >= 1_000 && tagged('aborted').length >= 70);
      await arrives(() => typed(receiver.spans, 'generation').length >= 320 + 120 + 100 + 60 + 200 + 50 + 70);
      const after = await metrics();
      const counted = (name: string, labels: Record<string, string> = {}) =>
        sumOf(after, name, labels) - sumOf(before, name, labels);

      expect(receiver.wrong).toEqual([]);
      expect(receiver.traces().size).toBe(1_000);
      expect(roots()).toHaveLength(1_000);
      // Nothing hangs in the air: every parent has come, too.
      const ids = new Set(receiver.spans.map(({ spanId }) => spanId));
      expect(ids.size).toBe(receiver.spans.length);
      expect(receiver.spans.filter(({ parentSpanId }) => parentSpanId && !ids.has(parentSpanId))).toEqual([]);
      expect(receiver.spans.filter(({ startedAt, endedAt }) => !(endedAt >= startedAt))).toEqual([]);

      expect({
        cached: tagged('cached').length,
        abstained: tagged('abstained').length,
        aborted: tagged('aborted').length,
        error: tagged('error').length,
        batch: tagged('batch').length,
        widget: tagged('widget').length,
        mcp: tagged('mcp').length,
      }).toEqual({ cached: 150, abstained: 120, aborted: 70, error: 80, batch: 50, widget: 100, mcp: 60 });

      const generations = typed(receiver.spans, 'generation');
      const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
      expect({
        prompt: sum(generations.map((span) => json(span, 'usage_details').input)),
        completion: sum(generations.map((span) => json(span, 'usage_details').output)),
      }).toEqual({
        prompt: sum(chat.reported.map(({ prompt }) => prompt)),
        completion: sum(chat.reported.map(({ completion }) => completion)),
      });

      // 250 questions in batches, 50 of them answered for another.
      expect(counted('frontdesk_asks_total')).toBe(950 + 250);
      expect(counted('frontdesk_asks_total', { via: 'batch', outcome: 'answered' })).toBe(250);
      expect(counted('frontdesk_asks_total', { via: 'widget', outcome: 'answered' })).toBe(100);
      expect(counted('frontdesk_asks_total', { via: 'mcp', outcome: 'answered' })).toBe(60);
      expect(counted('frontdesk_asks_total', { via: 'api', outcome: 'abstained' })).toBe(120);
      expect(counted('frontdesk_asks_total', { via: 'api', outcome: 'error' })).toBe(80);
      expect(counted('frontdesk_asks_total', { via: 'api', outcome: 'aborted' })).toBe(70);
      expect(counted('frontdesk_ask_duration_seconds_count', { stage: 'total' })).toBe(1_200);
      // Who asks the same at the same time may be answered together.
      const [hit, shared] = ['hit', 'shared'].map((outcome) =>
        counted('frontdesk_answer_cache_total', { outcome }),
      );
      expect(hit! + shared!).toBe(150 + 50);
      expect(hit).toBeGreaterThan(0);
      expect(shared).toBeGreaterThanOrEqual(50);
      expect(counted('frontdesk_answer_cache_total', { outcome: 'miss' })).toBe(1_000);
      expect(counted('frontdesk_ask_batch_size_count')).toBe(50);
      expect(counted('frontdesk_ask_batch_size_sum')).toBe(250);
      expect(counted('frontdesk_ask_batch_unique_ratio_sum')).toBeCloseTo(50 * 0.8);
      expect(counted('frontdesk_answer_confidence_count')).toBe(1_200 - 150);
      expect(counted('frontdesk_model_first_token_seconds_count')).toBe(320 + 120 + 100 + 60 + 200 + 70);
      expect(counted('frontdesk_injection_flags_total', { kind: 'citation' })).toBe(320 + 100 + 60 + 200);
      expect(counted('frontdesk_traces_total', { outcome: 'dropped_full' })).toBe(0);
      expect(counted('frontdesk_traces_total', { outcome: 'dropped_failed' })).toBe(0);
    },
    THOUSAND_MAX_MS,
  );

  it('tell of one question what was found, said and counted', async () => {
    const trace = receiver
      .traces()
      .get(tagged('llm').find((root) => !tagged('cached').includes(root))!.traceId)!;
    const [retriever] = typed(trace, 'retriever');
    const [generation] = typed(trace, 'generation');
    expect(json(retriever!, 'output').length).toBeGreaterThan(0);
    expect(json(retriever!, 'output')[0]).toMatchObject({
      chunk_id: expect.any(String),
      score: expect.any(Number),
    });
    const inside = trace.filter(({ parentSpanId }) => parentSpanId === retriever!.spanId);
    expect(inside.map(({ name }) => name).sort()).toEqual(['embed', 'rerank', 'search']);
    expect(generation!.attributes['langfuse.observation.model.name']).toBe('stub-model');
    expect(json(generation!, 'usage_details')).toEqual({ input: 21, output: 4, total: 25 });
    expect(json(generation!, 'model.parameters')).toMatchObject({ max_tokens: expect.any(Number) });
    expect(generation!.attributes['langfuse.observation.completion_start_time']).toBeDefined();
    expect(
      typed(trace, 'event')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['cache', 'removed']);
  });

  it('tell failures by code and message, and visitors by a hash', () => {
    for (const root of tagged('error')) {
      expect(root.status).toMatchObject({ code: 2, message: expect.stringContaining('model_unavailable') });
    }
    const visitors = new Set(tagged('widget').map((root) => root.attributes['user.id']));
    expect(visitors.size).toBe(1);
    expect(receiver.bodies.some((body) => body.includes('visitor-of-traces'))).toBe(false);
    for (const batch of tagged('batch')) {
      expect(receiver.spans.filter(({ parentSpanId }) => parentSpanId === batch.spanId)).toHaveLength(5);
    }
  });
});

describe('personal data', () => {
  const CANARIES = {
    card: '4111 1111 1111 1111',
    iban: 'DE89 3704 0044 0532 0130 00',
    email: 'jane.canary@mail.example',
    ip: '203.0.113.77',
  };

  it('of a question or of a document never reaches Langfuse, and what was masked is told by type', async () => {
    const given = await tenant.call('POST', '/api/trial/kb/text', {
      title: `Contact ${CANARIES.email}`,
      content: `Refunds of frame 77 are asked for at ${CANARIES.email}, from the account ${CANARIES.iban}.`,
    });
    const { sources } = (await given.json()) as { sources: { source_id: string }[] };
    await tenant.settled(sources.map(({ source_id }) => source_id));
    // The model says it, too.
    wording.answer = ['Write to ', CANARIES.email, ' [1].'];
    const query = `Are refunds of frame 77 paid to ${Object.values(CANARIES).join(' or ')}?`;
    const from = roots().length;
    expect((await ask(query)).status).toBe(200);
    await askStream(product.url, tenant, { query: `${query} Soon?` });
    await tenant.call('POST', '/api/ask', { queries: [{ query: `${query} When?` }] });
    wording.answer = GROUNDED;
    await arrives(() => roots().length >= from + 3);
    await arrives(() => receiver.spans.filter(({ name }) => name === 'masked').length >= 3);
    const wire = receiver.bodies.join('\n');
    for (const canary of Object.values(CANARIES)) expect(wire).not.toContain(canary);
    expect(wire).toContain('[email]');
    const [masked] = receiver.spans.filter(({ name }) => name === 'masked');
    expect(JSON.parse(masked!.attributes['langfuse.observation.metadata.counts'])).toEqual({
      card: 1,
      iban: 1,
      email: 1,
      ip: 1,
    });
  });
});

describe('an answer', () => {
  it('takes no 2 ms longer for being traced, at the median of asks that take turns', async () => {
    const { ports } = product;
    const caller = { kind: 'tenant', requestId: 'timed', tenantId: tenant.tenantId } as TenantCaller;
    const { signal } = new AbortController();
    const untraced = { ...ports, observer: eachObserver([askMetrics(ports.telemetry)], ports.log) };
    const round = async () => {
      const times: [number[], number[]] = [[], []];
      for (let n = 0; n < 200; n++) {
        const startedAt = performance.now();
        await answer([ports, untraced][n % 2]!, caller, { query: question(), top_k: 6 }, { signal });
        times[n % 2]!.push(performance.now() - startedAt);
      }
      const [traced, plain] = times.map((one) => one.sort((a, b) => a - b)[50]!);
      return traced! - plain!;
    };
    // What else runs on the machine moves a median by more than that: the calmest of some rounds.
    let least = await round();
    for (let n = 1; n < 5 && least > 2; n++) least = Math.min(least, await round());
    expect(least).toBeLessThanOrEqual(2);
  });
});

describe('while Langfuse is away', () => {
  it.each(['error_500', 'error_401', 'error_429', 'hang'] as const)(
    'or answers %s, questions are answered as ever',
    async (way) => {
      receiver.way = way;
      const before = await metrics();
      for (let n = 0; n < 20; n++) {
        const response = await ask(question());
        expect(response.status).toBe(200);
        expect(await response.json()).toMatchObject({ mode: 'llm', answered: true });
      }
      const dropped = async () =>
        sumOf(await metrics(), 'frontdesk_traces_total', { outcome: 'dropped_failed' }) -
        sumOf(before, 'frontdesk_traces_total', { outcome: 'dropped_failed' });
      const giveUpAt = performance.now() + 60_000;
      while ((await dropped()) === 0 && performance.now() < giveUpAt) await sleep(50);
      expect(await dropped()).toBeGreaterThan(0);
    },
  );
});
