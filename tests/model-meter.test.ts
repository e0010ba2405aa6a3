/** Every call of a model is counted by how it ended, with the tokens that the model told and what they cost. */
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { costInMicroUsd } from '#lib/core/token-price.ts';
import { meterChat, meterEmbedder, modelMeter } from '#lib/models/model-meter.ts';
import { openAiChat, openAiEmbedder } from '#lib/models/openai-models.ts';
import { openAiStructuredChat } from '#lib/models/structured-chat.ts';
import { prometheusTelemetry } from '#lib/observability/prometheus-telemetry.ts';
import { type OpenAiScenario, type OpenAiStub, startOpenAiStub } from './fixtures/openai-stub.ts';
import { seriesIn, sumOf } from './fixtures/read-metrics.ts';

const PRICE = { promptUsdPerMtok: 2, completionUsdPerMtok: 8 };
const DEADLINES = { gapMs: 1_000 };

let stub: OpenAiStub | undefined;
afterEach(() => stub?.close());

async function world(scenario: OpenAiScenario, answer?: string[]) {
  stub = await startOpenAiStub(scenario, { dimensions: 8, ...(answer ? { answer } : {}) });
  const telemetry = prometheusTelemetry();
  const meter = (operation: 'chat' | 'embed' | 'assess') =>
    modelMeter(telemetry, { model: 'stub', operation, price: PRICE });
  return {
    endpoint: { baseUrl: stub.url, model: 'stub', deadlines: DEADLINES },
    meter,
    async count(name: string, labels: Record<string, string> = {}) {
      return sumOf(seriesIn((await telemetry.expose()).text), name, labels);
    },
  };
}

const HELLO = [{ role: 'user' as const, content: 'Hello' }];

describe('a chat model', () => {
  async function readAll(scenario: OpenAiScenario, signal = new AbortController().signal) {
    const { endpoint, meter, count } = await world(scenario);
    const chat = meterChat(openAiChat(endpoint), meter('chat'));
    let failure: unknown = null;
    try {
      for await (const chunk of chat.stream(HELLO, { signal })) void chunk;
    } catch (error) {
      failure = error;
    }
    await chat.close();
    return { count, failure };
  }

  it.each([
    ['ok', 'ok'],
    ['error_500', 'error'],
    ['cut', 'error'],
    ['stall', 'timeout'],
  ] as const)('that answers “%s” counts as %s', async (scenario, outcome) => {
    const { count, failure } = await readAll(scenario);
    expect(failure === null).toBe(outcome === 'ok');
    expect(await count('frontdesk_model_calls_total', { operation: 'chat', outcome })).toBe(1);
    expect(await count('frontdesk_model_calls_total')).toBe(1);
  });

  it('tells its tokens, which have a price', async () => {
    const { count } = await readAll('ok');
    const prompt = await count('frontdesk_model_tokens_total', { kind: 'prompt' });
    const completion = await count('frontdesk_model_tokens_total', { kind: 'completion' });
    expect([prompt, completion > 0]).toEqual([21, true]);
    const usd = (prompt * 2 + completion * 8) / 1e6;
    expect(await count('frontdesk_model_cost_usd_total', { model: 'stub' })).toBeCloseTo(usd, 12);
  });

  it('whose reader leaves counts as aborted, once', async () => {
    const { endpoint, meter, count } = await world('ok');
    const chat = meterChat(openAiChat(endpoint), meter('chat'));
    for await (const _ of chat.stream(HELLO, { signal: new AbortController().signal })) break;
    expect(await count('frontdesk_model_calls_total', { outcome: 'aborted' })).toBe(1);
    const gone = new AbortController();
    gone.abort();
    const stream = chat.stream(HELLO, { signal: gone.signal });
    const reading = (async () => {
      for await (const _ of stream);
    })();
    await expect(reading).rejects.toThrow();
    expect(await count('frontdesk_model_calls_total', { outcome: 'aborted' })).toBe(2);
    expect(await count('frontdesk_model_calls_total')).toBe(2);
    await chat.close();
  });
});

describe('an embedding model', () => {
  it('tells the tokens of each request', async () => {
    const { endpoint, meter, count } = await world('ok');
    const embedder = meterEmbedder(openAiEmbedder({ ...endpoint, dimensions: 8 }), meter('embed'));
    await embedder.embed(['one', 'two']);
    // More texts than go into one request.
    await embedder.embed(Array.from({ length: 70 }, (_, n) => `text ${n}`));
    expect(await count('frontdesk_model_calls_total', { operation: 'embed', outcome: 'ok' })).toBe(2);
    expect(await count('frontdesk_model_tokens_total', { kind: 'prompt' })).toBe(stub!.requests.length);
    expect(stub!.requests.length).toBe(3);
    await embedder.close();
  });
});

describe('a structured answer', () => {
  const form = { schema: z.object({ good: z.boolean() }), name: 'form', otherwise: 'something else' };
  const signal = new AbortController().signal;

  it('tells its tokens; one that is not of the form is an error', async () => {
    const right = await world('ok', ['{"good": true}']);
    const structured = openAiStructuredChat({
      ...right.endpoint,
      maxTokens: 50,
      meter: right.meter('assess'),
    });
    expect(await structured.ask(form, HELLO, signal)).toEqual({ good: true });
    expect(await right.count('frontdesk_model_calls_total', { operation: 'assess', outcome: 'ok' })).toBe(1);
    expect(await right.count('frontdesk_model_tokens_total')).toBe(24);
    await structured.close();
    await stub!.close();

    const wrong = await world('ok', ['{"bad": 1}']);
    const other = openAiStructuredChat({ ...wrong.endpoint, maxTokens: 50, meter: wrong.meter('assess') });
    await expect(other.ask(form, HELLO, signal)).rejects.toMatchObject({ code: 'model_unavailable' });
    expect(await wrong.count('frontdesk_model_calls_total', { outcome: 'error' })).toBe(1);
    await other.close();
  });
});

describe('a price', () => {
  it('of US dollars a million tokens is micro-dollars a token', () => {
    expect(costInMicroUsd(PRICE, { promptTokens: 100, completionTokens: 10 })).toBe(280);
    expect(costInMicroUsd(null, { promptTokens: 100, completionTokens: 10 })).toBe(0);
  });
});
