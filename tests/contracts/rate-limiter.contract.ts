/** What every rate limiter promises; run on each adapter. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Limit, RateLimiter } from '#lib/ports/rate-limiter.ts';

export function limitOf(limit: Partial<Limit> = {}): Limit {
  return {
    name: 'minute',
    key: randomUUID(),
    limit: 5,
    windowMs: 60_000,
    cost: 1,
    algo: 'rolling',
    onRedisDown: 'share',
    ...limit,
  };
}

export function rateLimiterContract(
  name: string,
  open: () => Promise<{ limiter: RateLimiter; close(): Promise<void> }>,
): void {
  describe(`rate limiter contract: ${name}`, () => {
    let opened: { limiter: RateLimiter; close(): Promise<void> };
    let limiter: RateLimiter;
    beforeAll(async () => {
      opened = await open();
      limiter = opened.limiter;
    });
    afterAll(() => opened.close());

    it('admits exactly the limit of any number that come at once', async () => {
      const limit = limitOf({ limit: 7 });
      const decisions = await Promise.all(Array.from({ length: 50 }, () => limiter.consume([limit])));
      expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(7);
      for (const decision of decisions.filter(({ allowed }) => !allowed)) {
        expect(decision.violated).toBe('minute');
        expect(decision.retryAfterMs).toBeGreaterThan(0);
        expect(decision.degraded).toBe(false);
      }
    });

    it('counts down what is left, in the order asked', async () => {
      const [minute, hour] = [limitOf(), limitOf({ name: 'hour', limit: 9, windowMs: 3_600_000 })];
      await limiter.consume([minute, hour]);
      const { limits } = await limiter.consume([minute, hour]);
      expect(limits.map((state) => [state.name, state.limit, state.remaining, state.violated])).toEqual([
        ['minute', 5, 3, false],
        ['hour', 9, 7, false],
      ]);
      expect(limits[0]!.resetMs).toBeGreaterThan(58_000);
      expect(limits[0]!.resetMs).toBeLessThanOrEqual(61_000);
    });

    it('admits the same request after the time it names, and not a bucket before', async () => {
      const limit = limitOf({ limit: 2, windowMs: 600, buckets: 10 });
      await limiter.consume([limit]);
      await limiter.consume([limit]);
      const refused = await limiter.consume([limit]);
      expect(refused.allowed).toBe(false);
      expect(refused.retryAfterMs).toBeLessThanOrEqual(660);
      expect((await limiter.consume([limit])).allowed).toBe(false);
      await sleep(refused.retryAfterMs);
      expect((await limiter.consume([limit])).allowed).toBe(true);
    });

    it('takes from all limits of a request or from none', async () => {
      const key = randomUUID();
      const [wide, narrow] = [
        limitOf({ key, name: 'wide', limit: 100 }),
        limitOf({ key, name: 'narrow', limit: 1 }),
      ];
      await limiter.consume([wide, narrow]);
      for (let n = 0; n < 5; n++) expect((await limiter.consume([wide, narrow])).violated).toBe('narrow');
      const { limits } = await limiter.peek([wide]);
      expect(limits[0]!.remaining).toBe(99);
    });

    it('names the limit to wait for longest', async () => {
      const key = randomUUID();
      const minute = limitOf({ key, limit: 1 });
      const hour = limitOf({ key, name: 'hour', limit: 1, windowMs: 3_600_000 });
      await limiter.consume([minute, hour]);
      const refused = await limiter.consume([minute, hour]);
      expect(refused.violated).toBe('hour');
      expect(refused.retryAfterMs).toBeGreaterThan(3_500_000);
      expect(refused.limits.every((state) => state.resetMs <= refused.retryAfterMs)).toBe(true);
    });

    it('keeps keys and names apart', async () => {
      const one = limitOf({ limit: 1 });
      expect((await limiter.consume([one])).allowed).toBe(true);
      expect((await limiter.consume([{ ...one, key: `${one.key}/visitor` }])).allowed).toBe(true);
      expect((await limiter.consume([{ ...one, name: 'other' }])).allowed).toBe(true);
      expect((await limiter.consume([one])).allowed).toBe(false);
    });

    it('takes costs whole', async () => {
      const limit = limitOf({ limit: 10 });
      expect((await limiter.consume([{ ...limit, cost: 8 }])).allowed).toBe(true);
      expect((await limiter.consume([{ ...limit, cost: 3 }])).allowed).toBe(false);
      expect((await limiter.consume([{ ...limit, cost: 2 }])).allowed).toBe(true);
      expect((await limiter.consume([{ ...limit, cost: 0 }])).allowed).toBe(true);
      expect((await limiter.consume([{ ...limit, cost: 11 }])).allowed).toBe(false);
      expect((await limiter.consume([limitOf({ limit: 0 })])).allowed).toBe(false);
    });

    it('only looks when it peeks', async () => {
      const limit = limitOf({ limit: 2 });
      for (let n = 0; n < 5; n++) expect((await limiter.peek([limit])).allowed).toBe(true);
      await limiter.consume([limit]);
      await limiter.consume([limit]);
      expect((await limiter.peek([limit])).allowed).toBe(false);
    });

    it('settles a cost that is known afterwards, beyond the limit as well', async () => {
      const limit = limitOf({ limit: 100 });
      await limiter.consume([{ ...limit, cost: 10 }]);
      await limiter.settle(limit, 95);
      expect((await limiter.consume([limit])).allowed).toBe(false);
      await limiter.settle(limit, -45);
      const { limits } = await limiter.peek([limit]);
      expect(limits[0]!.remaining).toBe(40);
    });

    it('never has less than nothing taken', async () => {
      const limit = limitOf({ limit: 3 });
      await limiter.consume([limit]);
      await limiter.settle(limit, -50);
      const { limits } = await limiter.peek([limit]);
      expect(limits[0]!.remaining).toBe(3);
    });

    it('forgets what was taken when it is reset', async () => {
      const limit = limitOf({ limit: 1 });
      await limiter.consume([limit]);
      expect((await limiter.consume([limit])).allowed).toBe(false);
      await limiter.reset([limit]);
      expect((await limiter.consume([limit])).allowed).toBe(true);
    });

    it('counts calendar windows from their start', async () => {
      const limit = limitOf({ name: 'day', limit: 3, windowMs: 86_400_000, algo: 'calendar' });
      for (let n = 0; n < 3; n++) expect((await limiter.consume([limit])).allowed).toBe(true);
      const refused = await limiter.consume([limit]);
      expect(refused.allowed).toBe(false);
      const midnight = 86_400_000 - (Date.now() % 86_400_000);
      expect(Math.abs(refused.retryAfterMs - midnight)).toBeLessThan(2_000);
    });

    it('knows a refusal without asking again, and no more than that', async () => {
      const limit = limitOf({ limit: 1 });
      expect(limiter.knownRefusal([limit])).toBeNull();
      await limiter.consume([limit]);
      await limiter.consume([limit]);
      expect(limiter.knownRefusal([limit])).toMatchObject({ allowed: false, violated: 'minute' });
      expect(limiter.knownRefusal([{ ...limit, cost: 0 }])).toBeNull();
      expect(limiter.knownRefusal([{ ...limit, limit: 2 }])).toBeNull();
      expect((await limiter.consume([{ ...limit, limit: 2 }])).allowed).toBe(true);
    });
  });
}
