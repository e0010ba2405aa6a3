/** PROMISES 11: a remote model that is slow, silent, cut off or wrong ends in a defined failure, in time. */
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '#lib/core/errors.ts';
import { type OpenAiChatOptions, openAiChat, openAiEmbedder } from '#lib/models/openai-models.ts';
import type { ChatChunk, ChatModel, Embedder } from '#lib/ports/models.ts';
import { codeOf, cosine, embedderContract } from './contracts/embedder.contract.ts';
import {
  type OpenAiScenario,
  type OpenAiStub,
  type OpenAiStubOptions,
  startOpenAiStub,
} from './fixtures/openai-stub.ts';

const KEY = 'sk-very-secret-key';
const DEADLINES = { connectMs: 300, firstByteMs: 300, gapMs: 300, totalMs: 2_000 };
const MESSAGES = [
  { role: 'system' as const, content: 'Answer from the passages.' },
  { role: 'user' as const, content: 'When do you open?' },
];

embedderContract('openai', async () => {
  const stub = await startOpenAiStub('ok', { dimensions: 256 });
  const embedder = openAiEmbedder({ baseUrl: stub.url, apiKey: KEY, model: 'any-embedder', dimensions: 256 });
  return {
    embedder,
    async close() {
      await embedder.close();
      await stub.close();
    },
  };
});

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function stubFor(
  scenario: OpenAiScenario | OpenAiScenario[],
  options?: OpenAiStubOptions,
): Promise<OpenAiStub> {
  const stub = await startOpenAiStub(scenario, options);
  open.push(stub);
  return stub;
}

function chatTo(stub: OpenAiStub, options: Partial<OpenAiChatOptions> = {}): ChatModel {
  const chat = openAiChat({
    baseUrl: stub.url,
    apiKey: KEY,
    model: 'any-chat',
    deadlines: DEADLINES,
    ...options,
  });
  open.push(chat);
  return chat;
}

function embedderTo(stub: OpenAiStub, model = 'text-embedding-3-small', dimensions = 64): Embedder {
  const embedder = openAiEmbedder({
    baseUrl: stub.url,
    apiKey: KEY,
    model,
    dimensions,
    deadlines: DEADLINES,
  });
  open.push(embedder);
  return embedder;
}

async function collect(
  chunks: AsyncIterable<ChatChunk>,
): Promise<{ text: string; usage: ChatChunk[]; error?: AppError }> {
  let text = '';
  const usage: ChatChunk[] = [];
  try {
    for await (const chunk of chunks) {
      if (chunk.type === 'token') text += chunk.text;
      else usage.push(chunk);
    }
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    return { text, usage, error: error as AppError };
  }
  return { text, usage };
}

const never = () => new AbortController().signal;

describe('openAiChat', () => {
  it('streams the answer token by token, then its usage', async () => {
    const stub = await stubFor('ok');
    const chat = chatTo(stub, { temperature: 0.2 });
    const result = await collect(chat.stream(MESSAGES, { signal: never(), maxTokens: 77 }));
    expect(result).toEqual({
      text: 'The shop opens at nine [1].',
      usage: [{ type: 'usage', promptTokens: 21, completionTokens: 3 }],
    });
    const [request] = stub.requests;
    expect(request!.path).toBe('/v1/chat/completions');
    expect(request!.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(request!.body).toMatchObject({
      model: 'any-chat',
      messages: MESSAGES,
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.2,
      max_tokens: 77,
    });
  });

  it('yields the first token before the answer is complete', async () => {
    const chat = chatTo(await stubFor('ok', { tokenDelayMs: 150 }));
    const started = performance.now();
    let firstAt = 0;
    for await (const chunk of chat.stream(MESSAGES, { signal: never() })) {
      if (chunk.type === 'token') firstAt ||= performance.now() - started;
    }
    expect(performance.now() - started - firstAt).toBeGreaterThan(250);
  });

  it.each([
    ['slow_connect', 'model_timeout'],
    ['slow_first_byte', 'model_timeout'],
    ['stall', 'model_timeout'],
    ['keep_alive_only', 'model_timeout'],
    ['error_401', 'model_unavailable'],
    ['error_429', 'model_unavailable'],
    ['error_500', 'model_unavailable'],
    ['malformed_json', 'model_unavailable'],
    ['cut', 'model_unavailable'],
    ['short', 'model_unavailable'],
    ['content_filter', 'model_unavailable'],
  ] as const)('on %s ends with %s, soon, after one try, telling nothing', async (scenario, code) => {
    const stub = await stubFor(scenario, { retryAfter: '7' });
    const chat = chatTo(stub);
    await import('@langchain/openai');
    const started = performance.now();
    const { error } = await collect(chat.stream(MESSAGES, { signal: never() }));
    expect(error?.code).toBe(code);
    expect(performance.now() - started).toBeLessThan(1_900);
    expect(stub.requests.length).toBeLessThanOrEqual(1);
    expect(error!.publicMessage).not.toMatch(/127\.0\.0\.1|sk-|stub/);
    expect(JSON.stringify([error!.message, String(error!.stack), String(error!.cause ?? '')])).not.toContain(
      KEY,
    );
    if (scenario === 'error_429') expect(error!.retryAfterSeconds).toBe(7);
  });

  it('gives up connecting long before the deadline for an answer', async () => {
    const chat = chatTo(await stubFor('slow_connect'), { deadlines: { connectMs: 200 } });
    const started = performance.now();
    const { error } = await collect(chat.stream(MESSAGES, { signal: never() }));
    expect(error?.code).toBe('model_timeout');
    expect(error?.message).toContain('connecting');
    expect(performance.now() - started).toBeLessThan(2_500);
  });

  it('ends at the total deadline even while tokens keep coming', async () => {
    const answer = new Array<string>(200).fill('more ');
    const stub = await stubFor('ok', { answer, tokenDelayMs: 20 });
    const chat = chatTo(stub, { deadlines: { ...DEADLINES, totalMs: 400 } });
    const { text, error } = await collect(chat.stream(MESSAGES, { signal: never() }));
    expect(error?.code).toBe('model_timeout');
    expect(text.length).toBeGreaterThan(0);
    await stub.requests[0]!.abandoned;
  });

  it('does not blame the model for a slow reader', async () => {
    const chat = chatTo(await stubFor('ok'), { deadlines: { ...DEADLINES, gapMs: 60 } });
    let text = '';
    for await (const chunk of chat.stream(MESSAGES, { signal: never() })) {
      if (chunk.type === 'token') text += chunk.text;
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
    expect(text).toBe('The shop opens at nine [1].');
  });

  it.each(['slow_first_byte', 'stall'] as const)(
    'closes the socket when the caller aborts during %s',
    async (scenario) => {
      const stub = await stubFor(scenario);
      const controller = new AbortController();
      const work = collect(chatTo(stub, { deadlines: {} }).stream(MESSAGES, { signal: controller.signal }));
      while (stub.requests[0]?.body === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise((resolve) => setTimeout(resolve, 50));
      controller.abort();
      expect((await work).error?.code).toBe('cancelled');
      await stub.requests[0]!.abandoned;
    },
  );

  it('closes the socket when the reader leaves early, without waiting for another token', async () => {
    const stub = await stubFor('stall');
    const started = performance.now();
    for await (const chunk of chatTo(stub, { deadlines: {} }).stream(MESSAGES, { signal: never() })) {
      if (chunk.type === 'token') break;
    }
    await stub.requests[0]!.abandoned;
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('does not connect for a caller who has left already', async () => {
    const stub = await stubFor('ok');
    const { error } = await collect(chatTo(stub).stream(MESSAGES, { signal: AbortSignal.abort() }));
    expect(error?.code).toBe('cancelled');
    expect(stub.requests).toEqual([]);
  });

  it('never sends keys, hosts or organisations from the environment', async () => {
    const stub = await stubFor('ok');
    const before = { ...process.env };
    Object.assign(process.env, {
      OPENAI_API_KEY: 'sk-env',
      OPENAI_BASE_URL: 'http://127.0.0.1:9/v1',
      OPENAI_ORGANIZATION: 'org-env',
      OPENAI_ORG_ID: 'org-env',
      OPENAI_PROJECT_ID: 'proj-env',
    });
    try {
      const { error } = await collect(
        chatTo(stub, { apiKey: undefined }).stream(MESSAGES, { signal: never() }),
      );
      expect(error).toBeUndefined();
      await embedderTo(stub).embed(['x']);
    } finally {
      process.env = before;
    }
    expect(stub.requests).toHaveLength(2);
    for (const { headers } of stub.requests) expect(JSON.stringify(headers)).not.toContain('env');
  });

  it('ends running answers when it is closed', async () => {
    const stub = await stubFor('slow_first_byte');
    const chat = chatTo(stub);
    const work = collect(chat.stream(MESSAGES, { signal: never() }));
    while (stub.requests[0]?.body === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    await chat.close();
    expect((await work).error?.code).toBe('shutting_down');
  });
});

describe('openAiEmbedder', () => {
  it('asks in batches of 64 and keeps the order', async () => {
    const stub = await stubFor('ok');
    const embedder = embedderTo(stub);
    const texts = Array.from({ length: 150 }, (_, i) => `number ${i}`);
    const vectors = await embedder.embed(texts);
    expect(stub.requests.map(({ body }) => body.input.length)).toEqual([64, 64, 22]);
    const [alone] = await embedder.embed(['number 149']);
    expect(cosine(vectors[149]!, alone!)).toBeCloseTo(1, 5);
    expect(stub.requests[0]!.body).toMatchObject({
      model: 'text-embedding-3-small',
      encoding_format: 'float',
      dimensions: 64,
    });
  });

  it('asks once for a span that is its whole passage', async () => {
    const stub = await stubFor('ok');
    const [result] = await embedderTo(stub).embedPassages([
      { text: 'One line.', spans: [{ start: 0, end: 9 }] },
    ]);
    expect(stub.requests[0]!.body.input).toEqual(['One line.']);
    expect(result!.spanVectors[0]).toEqual(result!.vector);
  });

  it('asks for shortened vectors only where the model can give them', async () => {
    const stub = await stubFor('ok');
    await embedderTo(stub, 'nomic-embed-text').embed(['x']);
    expect(stub.requests[0]!.body).not.toHaveProperty('dimensions');
    expect(openAiEmbedder({ baseUrl: stub.url, model: 'text-embedding-3-large' }).dimensions).toBe(3_072);
    expect(() => openAiEmbedder({ baseUrl: stub.url, model: 'unheard-of' })).toThrow(/unheard-of/);
  });

  it.each([
    ['error_500', 2],
    ['error_429', 2],
    ['cut', 2],
    ['malformed_json', 2],
    ['error_401', 1],
  ] as const)('%s leads to model_unavailable after %i requests', async (scenario, requests) => {
    const stub = await stubFor(scenario);
    expect(await codeOf(embedderTo(stub).embed(['x']))).toBe('model_unavailable');
    expect(stub.requests).toHaveLength(requests);
  });

  it('recovers from one failure', async () => {
    const stub = await stubFor(['error_500', 'ok']);
    expect(await embedderTo(stub).embed(['x'])).toHaveLength(1);
    expect(stub.requests).toHaveLength(2);
  });

  it('does not wait out a long Retry-After', async () => {
    const stub = await stubFor('error_429', { retryAfter: '60' });
    expect(await codeOf(embedderTo(stub).embed(['x']))).toBe('model_unavailable');
    expect(stub.requests).toHaveLength(1);
  });

  it.each(['slow_connect', 'slow_first_byte', 'stall'] as const)(
    '%s leads to model_timeout',
    async (scenario) => {
      expect(await codeOf(embedderTo(await stubFor(scenario)).embed(['x']))).toBe('model_timeout');
    },
  );

  it('refuses vectors of another width than configured', async () => {
    expect(await codeOf(embedderTo(await stubFor('wrong_width')).embed(['x']))).toBe('model_unavailable');
  });

  it('closes the socket when the caller aborts', async () => {
    const stub = await stubFor('slow_first_byte');
    const controller = new AbortController();
    const work = codeOf(embedderTo(stub).embed(['x'], { signal: controller.signal }));
    while (stub.requests[0]?.body === undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    expect(await work).toBe('cancelled');
    await stub.requests[0]!.abandoned;
  });
});
