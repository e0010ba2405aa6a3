/** What questions take is added up exactly, a row a tenant and day, in the statement that keeps the answers. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AskBatchResult, AskResult } from '#lib/contracts/ask.ts';
import { comesToRest } from '../fixtures/come-to-rest.ts';
import { type OpenAiScenario, type OpenAiStub, startOpenAiStub } from '../fixtures/openai-stub.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';
import { allowWidget, visit } from '../fixtures/visitor-client.ts';

const PRICES = { LLM_PRICE_PROMPT_USD_PER_MTOK: '0.15', LLM_PRICE_COMPLETION_USD_PER_MTOK: '0.6' };
const TEXT = `# Bicycles

The frame has a warranty of 6 years. Frames come in red and blue. Each bicycle has a bell. Bicycles can be rented by the day.
`;
const SITE = 'https://shop.example';

const scenarios: OpenAiScenario[] = ['ok'];
let stub: OpenAiStub;
let product: Product;
let tenant: TenantClient;

beforeAll(async () => {
  stub = await startOpenAiStub(scenarios, { answer: ['The frame has a warranty of 6 years [1].'] });
  product = await openProduct({
    env: { ...PRICES, LLM_BASE_URL: stub.url, LLM_MODEL: 'stub', ASSESSMENT_LLM: 'off' },
  });
});

afterAll(async () => {
  await product?.close();
  await stub?.close();
});

beforeEach(async () => {
  tenant = await startTenant(product.url);
  const bytes = Buffer.from(TEXT);
  await tenant.settled((await tenant.give({ name: 'catalogue.md', bytes })).map((one) => one.source_id));
  await comesToRest(product.ports.database, tenant.tenantId);
});

function days(of: TenantClient = tenant) {
  return product.ports.database.asTenant(of.tenantId, (tx) =>
    tx
      .selectFrom('usage_days')
      .select(['questions', 'failed_questions', 'prompt_tokens', 'completion_tokens', 'cost_micro_usd'])
      .execute(),
  );
}
const cost = (usage: { prompt_tokens: number; completion_tokens: number }) =>
  Math.round(usage.prompt_tokens * 0.15 + usage.completion_tokens * 0.6);

describe('spend', () => {
  it('of single questions, batches and visitors adds up to what each was told', async () => {
    expect(await days()).toEqual([]);
    const one = await tenant.ask('How long is the warranty on the frame?');
    expect(one.usage.prompt_tokens).toBeGreaterThan(0);
    // Answered from the cache: a question, and no tokens.
    const again = await tenant.ask('How long is the warranty on the frame?');
    expect(again).toMatchObject({ cached: true, usage: { prompt_tokens: 0 } });
    const queries = ['What colours are there?', 'Is there a bell?', 'is there a BELL'].map((query) => ({
      query,
    }));
    const answered = await tenant.call('POST', '/api/ask', { queries });
    const batch = (await answered.json()) as AskBatchResult;
    expect(batch.usage.prompt_tokens).toBeGreaterThan(0);
    const told = [one, batch].map(({ usage }) => usage);
    const sum = (of: (usage: AskResult['usage']) => number) =>
      told.reduce((total, usage) => total + of(usage), 0);
    expect(await days()).toEqual([
      {
        questions: 4,
        failed_questions: 0,
        prompt_tokens: sum((usage) => usage.prompt_tokens),
        completion_tokens: sum((usage) => usage.completion_tokens),
        cost_micro_usd: sum(cost),
      },
    ]);

    const key = await allowWidget(tenant, SITE);
    const visitor = await visit(product.url, SITE, { widget_key: key });
    expect((await visitor.call('POST', '/api/ask', { query: 'Do you rent bicycles?' })).status).toBe(200);
    const [after] = await days();
    expect(after).toMatchObject({ questions: 5, failed_questions: 0 });
    expect(after!.prompt_tokens).toBeGreaterThan(sum((usage) => usage.prompt_tokens));
    expect(after!.cost_micro_usd).toBeGreaterThan(sum(cost));
  });

  it('of many at once loses nothing', async () => {
    const asked = await Promise.all(
      Array.from({ length: 25 }, (_, n) => tenant.ask(`How long is the warranty on frame number ${n}?`)),
    );
    const tokens = asked.map(({ usage }) => usage);
    const [day] = await days();
    expect(day).toMatchObject({
      questions: 25,
      prompt_tokens: tokens.reduce((sum, { prompt_tokens }) => sum + prompt_tokens, 0),
      completion_tokens: tokens.reduce((sum, { completion_tokens }) => sum + completion_tokens, 0),
    });
  });

  it('notes questions that failed, and not those whose asker left', async () => {
    const { embedder } = product.ports;
    const right = { embed: embedder.embed };
    const gone = new AbortController();
    const fail = async () => {
      throw new Error('broken');
    };
    Object.assign(embedder, {
      embed: (_texts: string[], { signal }: { signal: AbortSignal }) => {
        Object.assign(embedder, { embed: fail });
        const left = new Promise((_, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        );
        gone.abort();
        return left;
      },
    });
    try {
      const left = fetch(`${product.url}/api/ask`, {
        method: 'POST',
        headers: { authorization: `Bearer ${tenant.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ query: 'Who is there?' }),
        signal: gone.signal,
      });
      await expect(left).rejects.toThrow();
      await expect.poll(async () => (await tenant.trial()).usage.queries_used).toBe(0);
      expect((await tenant.call('POST', '/api/ask', { query: 'What fails?' })).status).toBe(500);
      const batch = { queries: [{ query: 'What else fails?' }, { query: 'And this?' }] };
      expect((await tenant.call('POST', '/api/ask', batch)).status).toBe(500);
    } finally {
      Object.assign(embedder, right);
    }
    await expect.poll(async () => (await tenant.trial()).usage.queries_used).toBe(0);
    expect(await days()).toEqual([
      expect.objectContaining({ questions: 0, failed_questions: 3, cost_micro_usd: 0 }),
    ]);
  });

  it('is in the export and goes with the tenant', async () => {
    await tenant.ask('How long is the warranty on the frame?');
    const exported = await (await tenant.call('GET', '/api/trial/export')).text();
    expect(exported).toMatch(/"usage_days".*"cost_micro_usd":\s*[1-9]/);
    expect((await tenant.call('DELETE', '/api/trial')).status).toBeLessThan(300);
    expect(await days()).toEqual([]);
  });
});
