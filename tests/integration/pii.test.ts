/** PROMISES 9: what a visitor types about a person reaches no model, log, row or cache, whichever way it is asked. */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memoryAnswerCache } from '#lib/cache/memory-answer-cache.ts';
import { redisAnswerCache } from '#lib/cache/redis-answer-cache.ts';
import type { AskBatchResult, AskResult } from '#lib/contracts/ask.ts';
import { pinoLog } from '#lib/observability/pino-log.ts';
import type { AnswerCache } from '#lib/ports/answer-cache.ts';
import { sharedAnswers } from '#lib/rag/answer-cache.ts';
import { PII_TYPES } from '#lib/security/pii-types.ts';
import { askStream } from '../fixtures/ask-client.ts';
import { comesToRest } from '../fixtures/come-to-rest.ts';
import { connect } from '../fixtures/mcp-client.ts';
import { type OpenAiStub, startOpenAiStub } from '../fixtures/openai-stub.ts';
import { CANARIES, CANARY_TEXTS, personalQuestion } from '../fixtures/personal-canaries.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { placesOf } from '../fixtures/residue.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';
import { freshDatabase, type TestDatabase } from '../fixtures/test-database.ts';
import { allowWidget, visit } from '../fixtures/visitor-client.ts';

const SHOP = 'https://shop.example';
const PUBLISHED = {
  email: 'support@bluebird.example',
  phone: '+44 20 7946 0018',
  iban: 'GB29NWBK60161331926819',
};
const DOCUMENT = `# Warranty and contact

The frame has a warranty of six years.

Write to ${PUBLISHED.email} or call ${PUBLISHED.phone}. Transfers go to ${PUBLISHED.iban}.
`;
const QUESTION = 'How long is the warranty on the frame?';
const ADA = { name: 'Ada Byron', email: 'ada.byron@lead-mail.example', phone: '+44 20 7946 0777' };

let on: TestDatabase;
let stub: OpenAiStub;
let product: Product;
let tenant: TenantClient;
const lines: string[] = [];
const cached: string[] = [];

/** All that is written into the cache, and by which key. */
function watched(cache: AnswerCache): AnswerCache {
  return {
    ...cache,
    read: (keys) => {
      cached.push(...keys);
      return cache.read(keys);
    },
    write: (key, value) => {
      cached.push(key, value);
      return cache.write(key, value);
    },
  };
}

const sentTo = (path: string) =>
  stub.requests.filter((one) => one.path.endsWith(path)).map(({ body }) => JSON.stringify(body));
const seenIn = (texts: readonly string[]) =>
  CANARY_TEXTS.filter((canary) => {
    const escaped = JSON.stringify(canary).slice(1, -1);
    return texts.some((text) => text.includes(canary) || text.includes(escaped));
  });

/** Every key and value of every kind. */
async function redisTexts(url: string): Promise<string[]> {
  const redis = new Redis(url);
  const texts: string[] = [];
  for (const key of await redis.keys('*')) {
    const kind = await redis.type(key);
    texts.push(key);
    if (kind === 'string') texts.push((await redis.get(key)) ?? '');
    if (kind === 'hash') texts.push(...Object.entries(await redis.hgetall(key)).flat());
    if (kind === 'set') texts.push(...(await redis.smembers(key)));
    if (kind === 'zset') texts.push(...(await redis.zrange(key, '0', '-1')));
    if (kind === 'list') texts.push(...(await redis.lrange(key, 0, -1)));
  }
  await redis.quit();
  return texts;
}

beforeAll(async () => {
  on = await freshDatabase('pii');
  stub = await startOpenAiStub('ok', { answer: ['The frame has ', 'six years [1].'] });
  const log = pinoLog('debug', { write: (line) => void lines.push(line) });
  const cache = on.env.REDIS_URL
    ? redisAnswerCache(on.env.REDIS_URL, log)
    : memoryAnswerCache({ maxBytes: 1_000_000 });
  product = await openProduct({
    on,
    env: {
      LLM_BASE_URL: stub.url,
      LLM_MODEL: 'stub-model',
      LLM_API_KEY: 'sk-secret',
      EMBEDDING_BASE_URL: stub.url,
      EMBEDDING_MODEL: 'stub-embedder',
      EMBEDDING_API_KEY: 'sk-secret',
      EMBEDDING_DIMENSIONS: '64',
    },
    ports: { log, answerCache: sharedAnswers(watched(cache)) },
  });
  tenant = await startTenant(product.url);
  const [source] = await tenant.give({ name: 'warranty.md', bytes: new TextEncoder().encode(DOCUMENT) });
  await tenant.settled([source!.source_id]);
  await comesToRest(product.ports.database, tenant.tenantId);
  const set = await tenant.call('PUT', '/api/trial/tools', {
    tools: [{ tool: 'capture_lead', assigned: true, notify_email: 'sales@shop.example' }],
  });
  expect(set.status).toBe(200);
});
afterAll(async () => {
  await product?.close();
  await stub?.close();
  await on?.drop();
});

describe('a question full of personal data', () => {
  it('is answered, alone, in a batch and as a stream', async () => {
    const answered = await tenant.ask(personalQuestion(QUESTION));
    expect(answered).toMatchObject({ answered: true, mode: 'llm', cached: false });
    const queries = [`${QUESTION} Say so again.`, 'Is the frame under warranty?'];
    const batch = await tenant.call(
      'POST',
      '/api/ask',
      { queries: queries.map((query) => ({ query: personalQuestion(query) })) },
      { 'idempotency-key': 'once' },
    );
    const { results } = (await batch.json()) as AskBatchResult;
    expect(results.map((one) => 'answered' in one && one.answered)).toEqual([true, true]);
    const events = await askStream(product.url, tenant, { query: personalQuestion('What of the frame?') });
    expect(events.at(-1)).toMatchObject({ event: 'done', data: { answered: true } });
  });

  it('is answered over MCP and in the widget, and its comment is kept', async () => {
    const client = await connect(product.url, tenant.token);
    const args = { query: personalQuestion('Which warranty has the frame?') };
    const result = await client.callTool({ name: 'rag_query', arguments: args });
    expect(result.isError ?? false).toBe(false);
    const queries = [{ query: personalQuestion('Which warranty does a frame get?') }];
    const batch = await client.callTool({ name: 'rag_query_batch', arguments: { queries } });
    expect(batch.isError ?? false).toBe(false);
    await client.close();

    const visitor = await visit(product.url, SHOP, { widget_key: await allowWidget(tenant, SHOP) });
    const asked = await visitor.call('POST', '/api/ask', { query: personalQuestion('Warranty of a frame?') });
    const { request_id } = (await asked.json()) as AskResult;
    const feedback = { request_id, rating: 'down', comment: personalQuestion('Call me!') };
    expect((await visitor.call('POST', '/api/feedback', feedback)).status).toBeLessThan(300);
    const history = JSON.stringify(await (await visitor.call('GET', '/api/widget/history')).json());
    expect(history).toContain('[email]');
    expect(seenIn([history])).toEqual([]);
  });

  it('searches by a tool, or fails, without being seen either', async () => {
    const input = { query: personalQuestion('warranty frame') };
    const run = await tenant.call('POST', '/api/tools/run', { tool: 'search_knowledge_base', input });
    expect(run.status).toBe(200);
    const wrong = await tenant.call('POST', '/api/ask', {
      query: personalQuestion(QUESTION),
      other: CANARIES.email,
    });
    expect(wrong.status).toBe(400);
  });

  it('shares its answer with who asks the same of somebody else', async () => {
    const other = personalQuestion(QUESTION).replace(CANARIES.email, 'somebody.else@other.example');
    expect(await tenant.ask(other)).toMatchObject({ answered: true, cached: true });
  });

  it('has reached no model: neither the chat nor the embeddings', () => {
    const [chats, embeddings] = [sentTo('/chat/completions'), sentTo('/embeddings')];
    for (const texts of [chats, embeddings]) {
      expect(seenIn(texts)).toEqual([]);
      for (const type of PII_TYPES)
        expect(
          texts.some((text) => text.includes(`[${type}]`)),
          type,
        ).toBe(true);
    }
  });

  it('is in no log line', () => {
    expect(lines.length).toBeGreaterThan(5);
    expect(seenIn(lines)).toEqual([]);
  });

  it('is in no row of any table, though the questions are', async () => {
    expect(await placesOf(product.ports.database, ['[private_key]'])).toContain('app.messages: 8');
    expect(await placesOf(product.ports.database, CANARY_TEXTS)).toEqual([]);
  });

  it('is in no key and no value of a cache', async () => {
    expect(cached.length).toBeGreaterThan(10);
    expect(seenIn(cached)).toEqual([]);
    if (on.env.REDIS_URL === undefined) return;
    const texts = await redisTexts(on.env.REDIS_URL);
    expect(texts.some((text) => text.startsWith('frontdesk:answer:'))).toBe(true);
    expect(seenIn(texts)).toEqual([]);
  });

  it('is counted by type', async () => {
    const { text } = await product.ports.telemetry.expose();
    for (const type of PII_TYPES) {
      const count = new RegExp(`frontdesk_pii_detections_total\\{type="${type}"\\} (\\d+)`).exec(text)?.[1];
      expect(Number(count), type).toBeGreaterThanOrEqual(8);
    }
    expect(seenIn([text])).toEqual([]);
  });
});

describe('what a business publishes', () => {
  it('is answered from as it stands: only what visitors type is masked', async () => {
    await tenant.ask('How can I write to you or call you?');
    const prompt = sentTo('/chat/completions').at(-1)!;
    for (const value of Object.values(PUBLISHED)) expect(prompt).toContain(value);
  });
});

describe('a form that a visitor sends', () => {
  it('is kept for the business as it was filled in, and is in no log line and no request to a model', async () => {
    const asked = stub.requests.length;
    const run = await tenant.call('POST', '/api/tools/run', { tool: 'capture_lead', input: ADA });
    expect(run.status).toBe(200);
    const { records } = await tenant.get<{ records: object[] }>('/api/trial/leads');
    expect(records).toMatchObject([ADA]);
    expect(stub.requests.slice(asked).filter(({ body }) => JSON.stringify(body).includes(ADA.email))).toEqual(
      [],
    );
    expect(lines.filter((line) => line.includes('lead-mail') || line.includes('7946 0777'))).toEqual([]);
    expect(await placesOf(product.ports.database, [ADA.email])).toEqual(['app.tool_records: 1']);
  });
});
