/** Cached answers: gone with the documents they came from, computed once at a time, never another tenant's, never needed. */

import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { redisAnswerCache } from '#lib/cache/redis-answer-cache.ts';
import type { AskBatchResult, AskResult } from '#lib/contracts/ask.ts';
import { ANSWER_CACHE_DEADLINE_MS, ANSWER_CACHE_TTL_MS } from '#lib/core/limits.ts';
import type { AnswerCache } from '#lib/ports/answer-cache.ts';
import type { Log } from '#lib/ports/log.ts';
import { sharedAnswers } from '#lib/rag/answer-cache.ts';
import { openAnswerCache } from '#runtime/answer-cache.ts';
import { answerCacheContract } from '../contracts/answer-cache.contract.ts';
import { askStream } from '../fixtures/ask-client.ts';
import { businessDocuments } from '../fixtures/business-documents.ts';
import { comesToRest } from '../fixtures/come-to-rest.ts';
import { type OpenAiStub, startOpenAiStub } from '../fixtures/openai-stub.ts';
import { type OwnRedis, ownRedis } from '../fixtures/own-redis.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { type SentMessages, watchMessages } from '../fixtures/sent-messages.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';

const QUESTION = 'How long is the warranty on the frame?';
const documents = (await businessDocuments()).filter(({ name }) => /^(warranty|team)\./.test(name));
const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

let redis: OwnRedis;
let stub: OpenAiStub;
let product: Product;
let sent: SentMessages;
let tenant: TenantClient;

/** A connection that is ready, or there would be nothing to test. */
async function connected(url = redis.server.url): Promise<AnswerCache> {
  const cache = redisAnswerCache(url, silent);
  for (let tries = 0; tries < 100; tries++) {
    await cache.write('probe', 'x');
    if ((await cache.read(['probe']))[0] === 'x') return cache;
    await sleep(20);
  }
  throw new Error('Redis was not reached');
}
async function tenantWithDocuments(): Promise<TenantClient> {
  const made = await startTenant(product.url);
  const accepted = await made.give(...documents);
  await made.settled(accepted.map(({ source_id }) => source_id));
  await comesToRest(product.ports.database, made.tenantId);
  return made;
}
const text = (name: string, content: string) => ({ name, bytes: new TextEncoder().encode(content) });
const chats = () => stub.requests.filter(({ path }) => path.endsWith('/chat/completions')).length;
const retrievals = () => sent.statements().filter((sql) => sql.includes('from chunk_vectors')).length;

beforeAll(async () => {
  sent = watchMessages();
  redis = await ownRedis();
  stub = await startOpenAiStub('ok', { answer: ['The frame has ', 'six years [1].'], tokenDelayMs: 20 });
});
afterAll(async () => {
  await stub.close();
  await redis.drop();
  sent.stop();
});

describe('Redis', () => {
  answerCacheContract('in Redis', () => connected());

  it('forgets answers after a day and holds no question', async () => {
    const cache = await connected();
    await cache.write('tenant:digest', 'x');
    const client = new Redis(redis.server.url);
    const left = await client.pttl('frontdesk:answer:tenant');
    await client.quit();
    await cache.close();
    expect(left).toBeGreaterThan(ANSWER_CACHE_TTL_MS - 60_000);
    expect(left).toBeLessThanOrEqual(ANSWER_CACHE_TTL_MS);
  });

  it('frozen, refused, or full costs at most a moment and is no error', async () => {
    const own = await ownRedis();
    const cache = await connected(own.server.url);
    /** The quickest of three: what else runs on the machine only adds. */
    const timed = async (work: () => Promise<unknown>) => {
      const times: number[] = [];
      for (let n = 0; n < 3; n++) {
        const started = performance.now();
        await work();
        times.push(performance.now() - started);
      }
      return Math.min(...times);
    };
    process.kill(own.server.pid, 'SIGSTOP');
    expect(await timed(() => cache.read(['probe']))).toBeLessThan(200);
    expect(await timed(() => cache.write('a', 'x'))).toBeLessThan(200);
    expect(await cache.read(['probe'])).toEqual([null]);
    process.kill(own.server.pid, 'SIGCONT');
    await expect.poll(() => cache.read(['probe'])).toEqual(['x']);
    const admin = new Redis(own.server.url);
    await admin.config('SET', 'maxmemory', '1mb', 'maxmemory-policy', 'noeviction');
    for (let n = 0; n < 40; n++) await cache.write(`${n}`, 'x'.repeat(60_000));
    await admin.quit();
    await own.server.stop();
    expect(await timed(() => cache.read(['probe']))).toBeLessThan(200);
    expect(await cache.read(['probe'])).toEqual([null]);
    await own.server.start();
    await expect
      .poll(() => cache.write('b', 'x').then(() => cache.read(['b'])), { timeout: 5_000 })
      .toEqual(['x']);
    await cache.close();
    await own.drop();
  });
});

describe.each(['in memory', 'in Redis'])('an answer kept %s', (where) => {
  beforeAll(async () => {
    product = await openProduct({
      env: { LLM_BASE_URL: stub.url, LLM_MODEL: 'stub-model' },
      ports: {
        answerCache:
          where === 'in memory' ? openAnswerCache(undefined, silent) : sharedAnswers(await connected()),
      },
    });
  });
  beforeEach(async () => {
    tenant = await tenantWithDocuments();
    sent.forget();
  });
  afterAll(async () => {
    await product.ports.answerCache.close();
    await product.close();
  });

  it('costs no model, no embedding and no retrieval, counts against the quota, and is kept as a message', async () => {
    const first = await tenant.ask(QUESTION);
    expect(first).toMatchObject({ cached: false, mode: 'llm', usage: { prompt_tokens: 21 } });
    const before = [chats(), retrievals(), sent.embeddings().length];
    const again = await tenant.ask(`  ${QUESTION.toLowerCase()} `);
    expect([chats(), retrievals(), sent.embeddings().length]).toEqual(before);
    const { usage: used, session_id: _, request_id, ...rest } = again;
    expect(rest).toEqual({
      ...Object.fromEntries(Object.keys(rest).map((name) => [name, first[name as keyof AskResult]])),
      cached: true,
    });
    expect(used).toMatchObject({
      queries_used: first.usage.queries_used + 1,
      prompt_tokens: 0,
      completion_tokens: 0,
    });
    const vote = await tenant.call('POST', '/api/feedback', { request_id, rating: 'up' });
    expect(vote.status).toBe(204);
  });

  it('is streamed like a fresh one', async () => {
    const fresh = await askStream(product.url, tenant, { query: QUESTION });
    const again = await askStream(product.url, tenant, { query: QUESTION });
    expect([...new Set(again.map(({ event }) => event))]).toEqual(['sources', 'token', 'done']);
    const words = again.filter(({ event }) => event === 'token').map(({ data }) => data.text);
    expect(words.join('')).toBe(fresh.at(-1)!.data.answer);
    expect(again.at(-1)!.data).toMatchObject({ cached: true, sources: fresh.at(-1)!.data.sources });
  });

  it('is not found any more as soon as a document came, or went', async () => {
    await tenant.ask(QUESTION);
    const [added] = await tenant.give(text('extra.txt', 'Since May the frame has a warranty of nine years.'));
    await tenant.settled([added!.source_id]);
    expect(await tenant.ask(QUESTION)).toMatchObject({ cached: false });
    expect(await tenant.ask(QUESTION)).toMatchObject({ cached: true });
    await tenant.call('DELETE', `/api/trial/kb/${added!.source_id}`);
    const after = await tenant.ask(QUESTION);
    expect(after.cached).toBe(false);
    expect(JSON.stringify(after)).not.toContain('nine years');
  });

  it('is made once for fifty who ask at once, with one call of the model', async () => {
    const before = chats();
    const answers = await Promise.all(Array.from({ length: 50 }, () => tenant.ask(QUESTION)));
    expect(chats() - before).toBe(1);
    expect(new Set(answers.map(({ answer }) => answer)).size).toBe(1);
    expect(answers.filter(({ cached }) => !cached)).toHaveLength(1);
    expect(answers.reduce((sum, { usage }) => sum + usage.prompt_tokens, 0)).toBe(21);
    expect((await tenant.trial()).usage.queries_used).toBe(50);
  });

  it('is never another tenant’s, with the same documents and the same question', async () => {
    await tenant.ask(QUESTION);
    const other = await tenantWithDocuments();
    const before = chats();
    const answer = await other.ask(QUESTION);
    expect(answer.cached).toBe(false);
    expect(chats() - before).toBe(1);
    const { sources } = await other.get<{ sources: { source_id: string }[] }>('/api/trial/kb');
    const own = new Set(sources.map(({ source_id }) => source_id));
    expect(answer.sources.every(({ source_id }) => own.has(source_id))).toBe(true);
  });

  it('serves members of a batch, which then retrieves for the others only', async () => {
    await tenant.ask(QUESTION);
    sent.forget();
    const queries = [QUESTION, 'Who leads the workshop?', QUESTION].map((query) => ({ query }));
    const call = async () =>
      (await (await tenant.call('POST', '/api/ask', { queries })).json()) as AskBatchResult;
    const mixed = await call();
    expect(mixed.retrieval).toEqual({
      queries: 3,
      unique_queries: 2,
      embedding_calls: 1,
      db_queries: 1,
      cache_hits: 1,
    });
    expect(sent.embeddings()).toEqual([['Who leads the workshop?']]);
    expect(mixed.results.map((result) => 'cached' in result && result.cached)).toEqual([true, false, true]);
    sent.forget();
    const all = await call();
    expect(all.retrieval).toMatchObject({ embedding_calls: 0, db_queries: 0, cache_hits: 2 });
    expect([sent.embeddings(), retrievals()]).toEqual([[], 0]);
    expect((await tenant.trial()).usage.queries_used).toBe(5);
  });

  it('goes on for the others when who asked first leaves', async () => {
    const before = chats();
    const leaving = new AbortController();
    const first = askStream(
      product.url,
      tenant,
      { query: QUESTION },
      {
        signal: leaving.signal,
        onEvent: ({ event }) => event === 'sources' && void second.push(tenant.ask(QUESTION)),
      },
    );
    const second: Promise<AskResult>[] = [];
    setTimeout(() => leaving.abort(), 45);
    await first.catch(() => {});
    for (const answer of await Promise.all(second)) expect(answer.answered).toBe(true);
    expect(chats() - before).toBeLessThanOrEqual(2);
  });
});

describe('without Redis', () => {
  let down: OwnRedis;
  const warnings: string[] = [];
  beforeAll(async () => {
    down = await ownRedis();
    const log: Log = { ...silent, warn: (_, message) => void warnings.push(message) };
    const answerCache = openAnswerCache(down.server.url, log);
    product = await openProduct({ ports: { answerCache } });
    tenant = await tenantWithDocuments();
  });
  afterAll(async () => {
    await product.ports.answerCache.close();
    await product.close();
    await down.drop();
  });

  it('answers are what they were, a little later and uncached', async () => {
    const { answer } = await tenant.ask(QUESTION);
    // Read from the cache, not from an answer that is still on its way into it.
    const hits = async () => {
      await tenant.ask(QUESTION);
      return product.ports.answerCache.stats().hits;
    };
    await expect.poll(hits).toBeGreaterThan(0);
    process.kill(down.server.pid, 'SIGSTOP');
    expect(await tenant.ask(QUESTION)).toMatchObject({ answer, cached: false });
    process.kill(down.server.pid, 'SIGCONT');
    await down.server.stop();
    // Until then the last answer may still be on its way into the cache, where others find it.
    await sleep(2 * ANSWER_CACHE_DEADLINE_MS);
    for (let n = 0; n < 5; n++) {
      const started = performance.now();
      expect(await tenant.ask(QUESTION)).toMatchObject({ answer, cached: false });
      expect(performance.now() - started).toBeLessThan(1_000);
    }
    expect(new Set(warnings)).toEqual(new Set(['the answer cache cannot be reached; answering without it']));
    expect(warnings).toHaveLength(1);
  });
});
