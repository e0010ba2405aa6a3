/** Answers are shared by those who may share them, computed once at a time, and never kept longer than they are right. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { memoryAnswerCache } from '#lib/cache/memory-answer-cache.ts';
import { AppError } from '#lib/core/errors.ts';
import type { AnswerCache } from '#lib/ports/answer-cache.ts';
import { type AnswerTask, sharedAnswers } from '#lib/rag/answer-cache.ts';
import { answerKey } from '#lib/rag/answer-key.ts';
import type { AnswerEvent, ComposedAnswer } from '#lib/rag/compose-answer.ts';
import { answerCacheContract } from './contracts/answer-cache.contract.ts';

answerCacheContract('in memory', async () => memoryAnswerCache());

const ANSWER: ComposedAnswer = {
  answer: 'At nine [1].',
  answered: true,
  confidence: 0.9,
  mode: 'llm',
  sources: [],
  promptTokens: 21,
  completionTokens: 3,
};
const asker = () => new AbortController();
const staying = () => ({ signal: asker().signal });

/** Computes every task after `ms`, and says how often it was asked to. */
function computing(ms: number, answer: (task: AnswerTask) => ComposedAnswer = () => ANSWER, keep = true) {
  const calls: number[][] = [];
  return {
    calls,
    async compute(tasks: readonly AnswerTask[]) {
      calls.push(tasks.map(({ index }) => index));
      await sleep(ms);
      for (const task of tasks) {
        try {
          task.emit({ event: 'token', data: { text: 'At nine [1].' } });
          task.done(answer(task), keep);
        } catch (error) {
          task.failed(error);
        }
      }
    },
  };
}

describe('the memory of answers', () => {
  it('stays within its bytes: the least recently used go', async () => {
    const cache = memoryAnswerCache({ maxBytes: 10_000 });
    const value = 'x'.repeat(1_000);
    for (let n = 0; n < 3; n++) await cache.write(`${n}`, value);
    await cache.read(['0']);
    for (let n = 3; n < 5; n++) await cache.write(`${n}`, value);
    expect((await cache.read(['0', '1', '2', '3', '4'])).map((found) => found !== null)).toEqual([
      true,
      false,
      true,
      true,
      true,
    ]);
  });

  it('forgets in time', async () => {
    const cache = memoryAnswerCache({ ttlMs: 30 });
    await cache.write('a', 'x');
    await sleep(60);
    expect(await cache.read(['a'])).toEqual([null]);
  });

  it('keeps nothing with a bound of nothing', async () => {
    const cache = memoryAnswerCache({ maxBytes: 0 });
    await cache.write('a', 'x');
    expect(await cache.read(['a'])).toEqual([null]);
  });
});

describe('one question', () => {
  it('asked by fifty at once is computed once, and only its asker pays', async () => {
    const shared = sharedAnswers(memoryAnswerCache());
    const { calls, compute } = computing(20);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => shared.share(['k'], staying(), compute)[0]!),
    );
    expect(calls).toEqual([[0]]);
    expect(answers.filter(({ cached }) => !cached)).toEqual([{ ...ANSWER, cached: false }]);
    expect(answers.reduce((sum, { promptTokens }) => sum + promptTokens, 0)).toBe(21);
    expect(shared.stats()).toEqual({ hits: 0, joined: 49, misses: 1 });
  });

  it('asked again comes from the cache, with its sources and words', async () => {
    const shared = sharedAnswers(memoryAnswerCache());
    const { calls, compute } = computing(0);
    await shared.share(['k'], staying(), compute)[0];
    await sleep(1);
    const events: AnswerEvent[] = [];
    const again = await shared.share(
      ['k'],
      { ...staying(), emit: (_, event) => events.push(event) },
      compute,
    )[0]!;
    expect(again).toEqual({ ...ANSWER, promptTokens: 0, completionTokens: 0, cached: true });
    expect(events.map(({ event }) => event)).toEqual(['sources', 'token']);
    expect(calls).toHaveLength(1);
    expect(shared.stats()).toEqual({ hits: 1, joined: 0, misses: 1 });
  });

  it('is never computed again while its answer is on the way into a slow cache', async () => {
    const memory = memoryAnswerCache();
    const slow: AnswerCache = {
      ...memory,
      async write(key, value) {
        await sleep(40);
        await memory.write(key, value);
      },
    };
    const shared = sharedAnswers(slow);
    const { calls, compute } = computing(0);
    for (let n = 0; n < 8; n++) {
      await shared.share(['k'], staying(), compute)[0];
      await sleep(10);
    }
    expect(calls).toHaveLength(1);
  });

  it('that fails, fails all who wait for it, and is computed anew by the next', async () => {
    const shared = sharedAnswers(memoryAnswerCache());
    let broken = true;
    const { calls, compute } = computing(10, () => {
      if (broken) throw new AppError('model_unavailable', 'No model.');
      return ANSWER;
    });
    const waiting = [1, 2, 3].map(() => shared.share(['k'], staying(), compute)[0]!.catch((e) => e.code));
    expect(await Promise.all(waiting)).toEqual(Array(3).fill('model_unavailable'));
    broken = false;
    expect((await shared.share(['k'], staying(), compute)[0]!).cached).toBe(false);
    expect(calls).toHaveLength(2);
  });

  it('that must not be kept is computed anew by the next', async () => {
    const shared = sharedAnswers(memoryAnswerCache());
    const { calls, compute } = computing(0, undefined, false);
    await shared.share(['k'], staying(), compute)[0];
    await shared.share(['k'], staying(), compute)[0];
    expect(calls).toHaveLength(2);
  });

  it('goes on for the others when its first asker leaves', async () => {
    const shared = sharedAnswers(memoryAnswerCache());
    const { calls, compute } = computing(30);
    const leaving = asker();
    const first = shared.share(['k'], leaving, compute)[0]!.catch((error) => error.code);
    const events: AnswerEvent[] = [];
    const second = shared.share(['k'], { ...staying(), emit: (_, event) => events.push(event) }, compute)[0]!;
    leaving.abort();
    expect(await first).toBe('cancelled');
    // Somebody pays: who was given the answer first, as the first asker was given the question back.
    expect(await second).toEqual({ ...ANSWER, cached: false });
    expect(events.map(({ event }) => event)).toEqual(['token']);
    expect(calls).toHaveLength(1);
  });

  it('is paid for once when its first asker leaves, and by nobody who finds it in the cache', async () => {
    const memory = memoryAnswerCache();
    const shared = sharedAnswers(memory);
    const { compute } = computing(30);
    const leaving = asker();
    const first = shared.share(['k'], leaving, compute)[0]!.catch((error) => error.code);
    const others = Array.from({ length: 5 }, () => shared.share(['k'], staying(), compute)[0]!);
    leaving.abort();
    expect(await first).toBe('cancelled');
    const paid = (await Promise.all(others)).map(({ promptTokens }) => promptTokens);
    expect(paid).toEqual([21, 0, 0, 0, 0]);
    await expect.poll(() => memory.read(['k'])).not.toEqual([null]);
    const again = [1, 2].map(() => sharedAnswers(memory).share(['k'], staying(), compute)[0]!);
    for (const one of await Promise.all(again)) expect(one).toMatchObject({ cached: true, promptTokens: 0 });
    const reader = sharedAnswers(memory);
    const together = [1, 2].map(() => reader.share(['k'], staying(), compute)[0]!);
    for (const one of await Promise.all(together))
      expect(one).toMatchObject({ cached: true, promptTokens: 0 });
  });

  it('is given up when everybody has left, and begun anew for who comes then', async () => {
    const shared = sharedAnswers(memoryAnswerCache());
    let task: AnswerTask | undefined;
    const never = async (tasks: readonly AnswerTask[]) => {
      task = tasks[0];
      await new Promise((resolve) => task!.signal.addEventListener('abort', resolve));
    };
    const leaving = asker();
    const waiting = [1, 2].map(() => shared.share(['k'], leaving, never)[0]!.catch((error) => error.code));
    await sleep(5);
    leaving.abort();
    expect(await Promise.all(waiting)).toEqual(['cancelled', 'cancelled']);
    expect(task!.signal.aborted).toBe(true);
    const { calls, compute } = computing(0);
    expect((await shared.share(['k'], staying(), compute)[0]!).cached).toBe(false);
    expect(calls).toHaveLength(1);
  });

  it('is computed anew when what the cache holds is no answer', async () => {
    const memory = memoryAnswerCache();
    for (const nonsense of ['', '{', 'null', '{"answer":7}', JSON.stringify({ ...ANSWER, confidence: 9 })]) {
      await memory.write('k', nonsense);
      const { calls, compute } = computing(0);
      await sharedAnswers(memory).share(['k'], staying(), compute)[0];
      expect(calls).toHaveLength(1);
    }
  });
});

describe('many questions', () => {
  it('are computed in one call, but for those that are cached or under way', async () => {
    const shared = sharedAnswers(memoryAnswerCache());
    await shared.share(['cached'], staying(), computing(0).compute)[0];
    const other = computing(20);
    const under = shared.share(['under way'], staying(), other.compute)[0]!;
    const { calls, compute } = computing(0);
    const answers = await Promise.all(shared.share(['a', 'cached', 'under way', 'b'], staying(), compute));
    expect(calls).toEqual([[0, 3]]);
    expect(answers.map(({ cached }) => cached)).toEqual([false, true, true, false]);
    await under;
  });

  it('fail one by one, and all together only when computing fails as a whole', async () => {
    const shared = sharedAnswers(memoryAnswerCache());
    const outcome = (promise: Promise<unknown>) =>
      promise.then(
        () => 'ok',
        (error: Error) => error.message,
      );
    const some = computing(0, ({ index }) => {
      if (index === 1) throw new Error('only this');
      return ANSWER;
    });
    expect(await Promise.all(shared.share(['a', 'b', 'c'], staying(), some.compute).map(outcome))).toEqual([
      'ok',
      'only this',
      'ok',
    ]);
    const whole = () => Promise.reject(new Error('all'));
    expect(await Promise.all(shared.share(['d', 'e'], staying(), whole).map(outcome))).toEqual([
      'all',
      'all',
    ]);
    const forgetful = async () => {};
    expect(await Promise.all(shared.share(['d'], staying(), forgetful).map(outcome))).toEqual([
      'an answer was left out',
    ]);
  });
});

describe('the key of an answer', () => {
  const embedder = { model: 'e:1' };
  const ways = { chat: { model: 'c' }, sharedFrom: 0.95, approximate: true };
  const asked = { text: 'When do you open?', topK: 6, kbVersion: '7' };
  const key = answerKey(embedder, ways, 'tenant-a', asked);

  it('is the same for equal questions, and does not hold the question', () => {
    expect(answerKey(embedder, ways, 'tenant-a', { ...asked, text: ' when do you OPEN' })).toBe(key);
    expect(key).not.toMatch(/open/i);
  });

  it.each([
    ['tenant', answerKey(embedder, ways, 'tenant-b', asked)],
    ['question', answerKey(embedder, ways, 'tenant-a', { ...asked, text: 'When do you close?' })],
    ['number of passages', answerKey(embedder, ways, 'tenant-a', { ...asked, topK: 7 })],
    ['version of the knowledge base', answerKey(embedder, ways, 'tenant-a', { ...asked, kbVersion: '8' })],
    ['embedding model', answerKey({ model: 'e:2' }, ways, 'tenant-a', asked)],
    ['chat model', answerKey(embedder, { ...ways, chat: { model: 'd' } }, 'tenant-a', asked)],
    ['absence of a chat model', answerKey(embedder, { ...ways, chat: null }, 'tenant-a', asked)],
    ['sharing of searches', answerKey(embedder, { ...ways, sharedFrom: null }, 'tenant-a', asked)],
    ['kind of search', answerKey(embedder, { ...ways, approximate: false }, 'tenant-a', asked)],
  ])('is another for another %s', (_what, other) => {
    expect(other).not.toBe(key);
  });
});
