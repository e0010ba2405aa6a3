/** PROMISES 11: with a language model answers are grounded in the passages, and without it there is still an answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryAnswerCache } from '#lib/cache/memory-answer-cache.ts';
import type { AskBatchResult, AskResult } from '#lib/contracts/ask.ts';
import { sharedAnswers } from '#lib/rag/answer-cache.ts';
import { businessDocuments } from '../fixtures/business-documents.ts';
import {
  type OpenAiScenario,
  type OpenAiStub,
  type OpenAiStubOptions,
  startOpenAiStub,
} from '../fixtures/openai-stub.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';

const QUESTION = 'How long is the warranty on the frame?';
const FACT = '6 years';
const GROUNDED = ['The frame has ', 'a warranty of 6 ', 'years [1].'];
const EXTRACTIVE_MAX_MS = 300;
const ASK_MAX_MS = 15_000;

/** The stub reads both anew for each request. */
const scenarios: OpenAiScenario[] = [];
const wording: OpenAiStubOptions = {};
let stub: OpenAiStub;
let product: Product;
let tenant: TenantClient;

function modelWill(scenario: OpenAiScenario | OpenAiScenario[], options: OpenAiStubOptions = {}): void {
  const next = [scenario].flat();
  // The stub counts requests from its start; the last scenario stays.
  scenarios.splice(
    0,
    scenarios.length,
    ...Array.from({ length: stub.requests.length }, () => next[0]!),
    ...next,
  );
  Object.assign(wording, { answer: GROUNDED, tokenDelayMs: 0, ...options });
}

interface Streamed {
  events: { event: string; data: Record<string, unknown> }[];
  /** Of all `token` events. */
  text: string;
  done: AskResult;
}

async function stream(
  body: unknown,
  signal?: AbortSignal,
  onEvent = (_event: string) => {},
): Promise<Streamed> {
  const response = await fetch(`${product.url}/api/ask`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tenant.token}`,
      accept: 'text/event-stream',
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
  const events: Streamed['events'] = [];
  const parsed = response
    .body!.pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  for await (const { event = '', data } of parsed) {
    events.push({ event, data: JSON.parse(data) });
    onEvent(event);
  }
  const text = events
    .filter(({ event }) => event === 'token')
    .map(({ data }) => data.text)
    .join('');
  return { events, text, done: events.at(-1)!.data as unknown as AskResult };
}

beforeAll(async () => {
  stub = await startOpenAiStub(scenarios, wording);
  product = await openProduct({
    env: { LLM_BASE_URL: stub.url, LLM_MODEL: 'stub-model', LLM_API_KEY: 'sk-secret' },
    // Each test has its own word with the model.
    ports: { answerCache: sharedAnswers(memoryAnswerCache({ maxBytes: 0 })) },
  });
  tenant = await startTenant(product.url);
  const accepted = await tenant.give(...(await businessDocuments()));
  await tenant.settled(accepted.map(({ source_id }) => source_id));
});
beforeEach(() => modelWill('ok'));
afterAll(async () => {
  await product.close();
  await stub.close();
});

describe('a language model', () => {
  it('words the answer from the passages, streamed, with the citations it used', async () => {
    const { events, text, done } = await stream({ query: QUESTION });
    const names = events.map(({ event }) => event);
    expect([...new Set(names)]).toEqual(['sources', 'token', 'done']);
    expect(names.filter((name) => name === 'token').length).toBeGreaterThanOrEqual(GROUNDED.length);
    expect(text).toBe(GROUNDED.join(''));
    expect(done).toMatchObject({ answer: text, answered: true, mode: 'llm', cached: false });
    expect(done.sources.map(({ n, title }) => [n, title])).toEqual([[1, 'Warranty at Bluebird Bikes']]);
    expect(done.usage).toMatchObject({ prompt_tokens: 21, completion_tokens: 3 });
    const { body } = stub.requests.at(-1)!;
    expect(JSON.stringify(body.messages)).toContain('6 years');
    expect(JSON.stringify(body)).not.toContain(tenant.tenantId);
  });

  it('cannot cite what it was not given: invented marks are dropped, also when cut in two', async () => {
    modelWill('ok', { answer: ['Six years [1][9', '9]. It is red [0', '] and [7', '7] fast [1].'] });
    const { text, done } = await stream({ query: QUESTION });
    expect(text).toBe('Six years [1]. It is red and fast [1].');
    expect([done.answer, done.sources.map(({ n }) => n)]).toEqual([text, [1]]);
  });

  it('that cites nothing is not believed: the documents are quoted instead', async () => {
    modelWill('ok', { answer: ['I am sure it is twenty years.'] });
    const result = await tenant.ask(QUESTION);
    expect(result).toMatchObject({ mode: 'extractive', answered: true });
    expect(result.answer).toContain(FACT);
  });

  it('that says it does not know is believed', async () => {
    modelWill('ok', { answer: ['NO_', 'ANSWER'] });
    const { text, done } = await stream({ query: 'How do I renew my passport?' });
    expect(done).toMatchObject({ answered: false, mode: 'llm', sources: [] });
    expect(text).toBe(done.answer);
    expect(text).not.toContain('NO_');
  });
});

describe('a model that fails', () => {
  it.each<OpenAiScenario>([
    'error_500',
    'error_401',
    'error_429',
    'malformed_json',
    'cut',
    'short',
    'content_filter',
  ])('(%s) is replaced by quotes', async (scenario) => {
    modelWill(scenario);
    const { done } = await stream({ query: QUESTION });
    expect(done).toMatchObject({ mode: 'extractive', answered: true });
    expect(done.answer).toContain(FACT);
    expect(JSON.stringify(done)).not.toMatch(/stubbed|sk-secret/);
  });

  it('slowly — before the first word, or in the middle — is replaced within the deadline', async () => {
    modelWill(['slow_first_byte', 'stall']);
    const at = performance.now();
    const answers = await Promise.all([tenant.ask(QUESTION), tenant.ask(QUESTION)]);
    expect(performance.now() - at).toBeLessThan(ASK_MAX_MS);
    for (const result of answers) expect(result).toMatchObject({ mode: 'extractive', answered: true });
  });
});

describe('an asker who leaves', () => {
  it('closes the connection to the model, and gets the question back', async () => {
    modelWill('ok', { answer: Array.from({ length: 200 }, (_, n) => `word ${n} [1] `), tokenDelayMs: 50 });
    const { usage: before } = await tenant.trial();
    const leave = new AbortController();
    const left = stream({ query: QUESTION }, leave.signal, (event) => event === 'token' && leave.abort());
    await expect(left).rejects.toThrow(/abort/i);
    const abandoned = stub.requests.at(-1)!.abandoned.then(() => 'closed');
    expect(await Promise.race([abandoned, sleep(3_000, 'still open')])).toBe('closed');
    await expect.poll(async () => (await tenant.trial()).usage, { timeout: 3_000 }).toEqual(before);
  });
});

describe('a batch', () => {
  it('keeps its order, asks equal questions once, and reports what it cost', async () => {
    const asked = stub.requests.length;
    const { usage: before } = await tenant.trial();
    const queries = [QUESTION, 'Who leads the workshop?', 'how long is the warranty on the frame', QUESTION];
    const response = await tenant.call('POST', '/api/ask', {
      queries: queries.map((query, id) => ({ id: `q${id}`, query })),
    });
    const batch = (await response.json()) as AskBatchResult;
    expect(batch.results.map(({ id }) => id)).toEqual(['q0', 'q1', 'q2', 'q3']);
    expect(batch.results.every((result) => 'mode' in result && result.mode === 'llm')).toBe(true);
    const answers = batch.results.map(({ id: _, ...rest }) => rest);
    expect([answers[2], answers[3]]).toEqual([answers[0], answers[0]]);
    expect(stub.requests.length - asked).toBe(2);
    expect(batch.retrieval).toEqual({
      queries: 4,
      unique_queries: 2,
      embedding_calls: 1,
      db_queries: 1,
      cache_hits: 0,
    });
    expect(batch.usage).toMatchObject({
      queries_used: before.queries_used + 2,
      prompt_tokens: 42,
      completion_tokens: 6,
    });
  });

  it('has one failure stay alone, and streams its members', async () => {
    modelWill(['error_500', 'ok']);
    const queries = [QUESTION, 'Who leads the workshop?', 'When do you open on Saturdays?'].map((query) => ({
      query,
    }));
    const { events, done } = await stream({ queries });
    const names = events.map(({ event }) => event);
    expect(names.filter((name) => name === 'result')).toHaveLength(3);
    expect(names.filter((name) => name === 'progress')).toHaveLength(3);
    expect(names.at(-1)).toBe('done');
    const modes = (done as unknown as AskBatchResult).results.map((result) =>
      'mode' in result ? result.mode : 'error',
    );
    expect(modes.sort()).toEqual(['extractive', 'llm', 'llm']);
  });
});

describe('a model that is gone', () => {
  it('is not missed: the documents are quoted, in 300 ms at the median', async ({ annotate }) => {
    await stub.close();
    const times: number[] = [];
    for (let n = 0; n < 9; n++) {
      const at = performance.now();
      const result = await tenant.ask(QUESTION);
      times.push(performance.now() - at);
      expect(result).toMatchObject({ mode: 'extractive', answered: true });
      expect(result.answer).toContain(FACT);
    }
    const median = times.sort((a, b) => a - b)[4]!;
    await annotate(`quoted in ${median.toFixed(0)} ms at the median, ${times.at(-1)!.toFixed(0)} ms at most`);
    expect(median).toBeLessThanOrEqual(EXTRACTIVE_MAX_MS);
    const ready = await (await fetch(`${product.url}/api/health/ready`)).json();
    expect(ready).toMatchObject({ status: 'degraded', parts: { chat_model: 'degraded', database: 'ok' } });
  });
});
