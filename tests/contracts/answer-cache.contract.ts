/** What every AnswerCache promises; run once for each adapter. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANSWER_CACHE_VALUE_MAX_BYTES } from '#lib/core/limits.ts';
import type { AnswerCache } from '#lib/ports/answer-cache.ts';

export function answerCacheContract(name: string, open: () => Promise<AnswerCache>): void {
  describe(`AnswerCache contract: ${name}`, () => {
    let cache: AnswerCache;
    beforeAll(async () => {
      cache = await open();
    });
    afterAll(() => cache.close());
    const key = () => `tenant:${randomUUID()}`;

    it('gives back what was written, in the order of the keys, and null for the rest', async () => {
      const [a, b, absent] = [key(), key(), key()];
      await cache.write(a, 'first');
      await cache.write(b, '{"answer":"öffnet um neun 🍰"}');
      expect(await cache.read([absent, b, a, b])).toEqual([
        null,
        '{"answer":"öffnet um neun 🍰"}',
        'first',
        '{"answer":"öffnet um neun 🍰"}',
      ]);
    });

    it('has the last word under a key', async () => {
      const one = key();
      await cache.write(one, 'old');
      await cache.write(one, 'new');
      expect(await cache.read([one])).toEqual(['new']);
    });

    it('gives nothing for nothing', async () => {
      expect(await cache.read([])).toEqual([]);
    });

    it('takes a value of the largest size and drops a larger one', async () => {
      const [fits, large, wide] = [key(), key(), key()];
      await cache.write(fits, 'x'.repeat(ANSWER_CACHE_VALUE_MAX_BYTES));
      await cache.write(large, 'x'.repeat(ANSWER_CACHE_VALUE_MAX_BYTES + 1));
      await cache.write(wide, 'ö'.repeat(ANSWER_CACHE_VALUE_MAX_BYTES / 2 + 1));
      expect((await cache.read([fits, large, wide])).map((value) => value?.length)).toEqual([
        ANSWER_CACHE_VALUE_MAX_BYTES,
        undefined,
        undefined,
      ]);
    });

    it('forgets a tenant’s answers, all of them and nobody else’s', async () => {
      const [gone, other] = [randomUUID(), randomUUID()];
      for (const field of ['a', 'b:c']) await cache.write(`${gone}:${field}`, 'x');
      await cache.write(`${other}:a`, 'y');
      await cache.forget(gone);
      await cache.forget(gone);
      expect(await cache.read([`${gone}:a`, `${gone}:b:c`])).toEqual([null, null]);
      expect(await cache.read([`${other}:a`])).toEqual(['y']);
    });

    it('answers many askers at once', async () => {
      const keys = Array.from({ length: 200 }, key);
      await Promise.all(keys.map((one) => cache.write(one, one)));
      const read = await Promise.all(keys.map((one) => cache.read([one])));
      expect(read.flat()).toEqual(keys);
    });

    it('finds and takes nothing once it is closed, and fails nobody', async () => {
      const other = await open();
      const one = key();
      await other.write(one, 'x');
      await other.close();
      await other.close();
      expect(await other.read([one])).toEqual([null]);
      await other.write(one, 'y');
      expect(await other.read([one])).toEqual([null]);
    });
  });
}
