/** A batch: in the order asked, equal questions once, counted truly, one failure alone, streamed, cancelled, given back. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { memoryAnswerCache } from '#lib/cache/memory-answer-cache.ts';
import type { AskBatchResult } from '#lib/contracts/ask.ts';
import type { ChatModel } from '#lib/ports/models.ts';
import { sharedAnswers } from '#lib/rag/answer-cache.ts';
import { askStream } from '../fixtures/ask-client.ts';
import { businessDocuments } from '../fixtures/business-documents.ts';
import { comesToRest } from '../fixtures/come-to-rest.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { type SentMessages, watchMessages } from '../fixtures/sent-messages.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';

const IN_FLIGHT = 3;
const QUESTIONS = [
  'How long is the warranty on the frame?',
  'Who leads the workshop?',
  'When do you open on Saturdays?',
  'From which order value is delivery free?',
  'What is the price of the Pelican cargo bike?',
  'How long do I have to return an unused bike for a full refund?',
];

/** A model that says what its test wants, in this process, so that a test can hold an answer back and let it go. */
let word: (question: string, signal: AbortSignal) => Promise<string>;
let speaking = 0;
let mostSpeaking = 0;
const chat: ChatModel = {
  model: 'scripted',
  async *stream(messages, { signal }) {
    speaking += 1;
    mostSpeaking = Math.max(mostSpeaking, speaking);
    try {
      const question = messages.at(-1)!.content.split('Question: ').at(-1)!;
      yield { type: 'token', text: await word(question, signal) };
      yield { type: 'usage', promptTokens: 10, completionTokens: 2 };
    } finally {
      speaking -= 1;
    }
  },
  close: async () => {},
};

let sent: SentMessages;
let product: Product;
let tenant: TenantClient;

const ask = async (queries: { id?: string; query: string }[], expected = 200) => {
  const response = await tenant.call('POST', '/api/ask', { queries });
  expect(response.status).toBe(expected);
  return (await response.json()) as AskBatchResult;
};
const asked = (questions: readonly string[]) => questions.map((query) => ({ query }));
const used = async () => (await tenant.trial()).usage.queries_used;
const messagesKept = () =>
  product.ports.database.asTenant(tenant.tenantId, (tx) =>
    tx.selectFrom('messages').select(['query', 'session_id', 'request_id']).execute(),
  );
const waitFor = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

beforeAll(async () => {
  sent = watchMessages();
  product = await openProduct({
    env: { ANSWERS_IN_FLIGHT: String(IN_FLIGHT) },
    ports: { chat, answerCache: sharedAnswers(memoryAnswerCache({ maxBytes: 0 })) },
  });
  tenant = await startTenant(product.url);
  const accepted = await tenant.give(...(await businessDocuments()));
  await tenant.settled(accepted.map(({ source_id }) => source_id));
  await comesToRest(product.ports.database, tenant.tenantId);
  await product.ports.database.asPlatform('start-trial', (tx) =>
    tx.updateTable('usage').set({ queries_limit: 10_000 }).where('tenant_id', '=', tenant.tenantId).execute(),
  );
});
beforeEach(() => {
  word = async (question) => `Answer to ${question} [1].`;
  mostSpeaking = 0;
  sent.forget();
});
afterAll(async () => {
  await product.close();
  sent.stop();
});

describe('a batch', () => {
  it('keeps order and ids, and answers equal questions once', async () => {
    const before = await used();
    const kept = (await messagesKept()).length;
    const queries = [
      { id: 'b', query: QUESTIONS[1]! },
      { query: QUESTIONS[0]! },
      { id: 'b again', query: ` ${QUESTIONS[1]!.toUpperCase()} ` },
      { id: 'c', query: QUESTIONS[2]! },
      { query: `${QUESTIONS[0]!.slice(0, -1)} ?!` },
    ];
    const { results, usage, retrieval, request_id } = await ask(queries);
    expect(results.map(({ id }) => id)).toEqual(['b', '1', 'b again', 'c', '4']);
    const answers = results.map((result) => 'answer' in result && result.answer);
    expect(answers).toEqual([1, 0, 1, 2, 0].map((n) => `Answer to ${QUESTIONS[n]} [1].`));
    expect(retrieval).toMatchObject({ queries: 5, unique_queries: 3, cache_hits: 0 });
    expect(usage).toMatchObject({
      queries_used: before + 3,
      prompt_tokens: 30,
      completion_tokens: 6,
    });
    expect(await used()).toBe(before + 3);
    const messages = (await messagesKept()).slice(kept);
    expect(messages.map(({ query }) => query)).toEqual([QUESTIONS[1], QUESTIONS[0], QUESTIONS[2]]);
    expect(new Set(messages.map(({ session_id }) => session_id)).size).toBe(1);
    expect(messages.every((message) => message.request_id === request_id)).toBe(true);
  });

  it.each([1, 20, 50])(
    'of %i costs as many statements as any other, and reports what was sent',
    async (size) => {
      const queries = asked(
        Array.from({ length: size }, (_, n) => `What does shop ${n * 97} charge for ${n} bells?`),
      );
      sent.forget();
      const { retrieval } = await ask(queries);
      const searches = sent.statements().filter((sql) => sql.includes('from chunk_vectors'));
      expect(retrieval.embedding_calls).toBe(sent.embeddings().length);
      expect(retrieval.db_queries).toBe(searches.length);
      expect([retrieval.embedding_calls, retrieval.db_queries]).toEqual([1, 1]);
      // Who asks, the reservation, the search, the messages: four transactions of one statement each.
      expect(sent.statements()).toHaveLength(4 * 4);
    },
  );

  it('has at most so many answers worded at once', async () => {
    word = async () => {
      await sleep(20);
      return 'Yes [1].';
    };
    await ask(asked(QUESTIONS));
    expect(mostSpeaking).toBe(IN_FLIGHT);
  });

  it('streams each answer as it is ready, equal ones together, and ends with all of them in order', async () => {
    const held = Promise.withResolvers<void>();
    word = async (question) => {
      if (question === QUESTIONS[0]) await held.promise;
      return `Answer to ${question} [1].`;
    };
    const queries = asked([QUESTIONS[0]!, QUESTIONS[1]!, QUESTIONS[2]!, QUESTIONS[1]!]);
    const events = await askStream(
      product.url,
      tenant,
      { queries },
      {
        onEvent: ({ data }) => {
          if (data.done === 2) held.resolve();
        },
      },
    );
    const names = events.map(({ event }) => event);
    expect([names[0], names[1], names.at(-1)]).toEqual(['progress', 'result', 'done']);
    expect(names.filter((name) => name === 'result')).toHaveLength(4);
    const progress = events.filter(({ event }) => event === 'progress').map(({ data }) => data);
    expect(progress).toEqual([1, 2, 3].map((done) => ({ done, total: 3 })));
    const results = events.filter(({ event }) => event === 'result').map(({ data }) => data.id);
    expect(results.at(-1)).toBe('0');
    expect(events.at(-1)!.data.results.map(({ id }: { id: string }) => id)).toEqual(['0', '1', '2', '3']);
  });
});

describe('one failure', () => {
  it('of the model is answered by quotes; the others stay as they are', async () => {
    word = async (question) => {
      if (question === QUESTIONS[1]) throw new Error('the model broke');
      return `Answer to ${question} [1].`;
    };
    const { results } = await ask(asked(QUESTIONS));
    const modes = results.map((result) => 'mode' in result && result.mode);
    expect(modes).toEqual(['llm', 'extractive', 'llm', 'llm', 'llm', 'llm']);
  });
});

describe('an asker who leaves', () => {
  it('ends all work upstream, gets every question back, and nothing is kept', async () => {
    const before = await used();
    const kept = (await messagesKept()).length;
    const leaving = new AbortController();
    let ended = 0;
    word = async (question, signal) => {
      if (question === QUESTIONS[0]) return 'Six years [1].';
      return waitFor(signal).finally(() => {
        ended += 1;
      });
    };
    const left = askStream(
      product.url,
      tenant,
      { queries: asked(QUESTIONS) },
      {
        signal: leaving.signal,
        onEvent: ({ event }) => event === 'result' && leaving.abort(),
      },
    );
    await expect(left).rejects.toThrow(/abort/i);
    await expect.poll(() => speaking, { timeout: 3_000 }).toBe(0);
    expect(ended).toBe(IN_FLIGHT);
    await expect.poll(used, { timeout: 3_000 }).toBe(before);
    expect((await messagesKept()).length).toBe(kept);
  });
});

describe('time that runs out', () => {
  it('is shared: what the model has not worded in its time is quoted, within the deadline of an ask', async () => {
    word = (_, signal) => waitFor(signal);
    const before = await used();
    const started = performance.now();
    const { results } = await ask(asked(QUESTIONS));
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(results.map((result) => 'mode' in result && result.mode)).toEqual(Array(6).fill('extractive'));
    expect(await used()).toBe(before + QUESTIONS.length);
  });
});
