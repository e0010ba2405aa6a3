import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Limit } from '#lib/ports/rate-limiter.ts';
import { memoryRateLimiter } from '#lib/security/memory-rate-limiter.ts';
import { shapeOf } from '#lib/security/memory-window.ts';
import { limitOf, rateLimiterContract } from './contracts/rate-limiter.contract.ts';
import { SEED, steps, windows } from './fixtures/rate-limit-steps.ts';

rateLimiterContract('in memory', async () => {
  const limiter = memoryRateLimiter();
  return { limiter, close: () => limiter.close() };
});

/** Every admission with its exact time: what the counters stand for. */
function exactModel(limit: Limit) {
  const admitted: { atMs: number; cost: number }[] = [];
  const since = (fromMs: number, nowMs: number) =>
    admitted.reduce((sum, { atMs, cost }) => (atMs > fromMs && atMs <= nowMs ? sum + cost : sum), 0);
  return {
    admit: (atMs: number, cost: number) => void admitted.push({ atMs, cost }),
    inWindow: (nowMs: number) => since(nowMs - limit.windowMs, nowMs),
    /** What may still count: the window and one bucket more, since its oldest bucket counts whole. */
    inSpan: (nowMs: number) => {
      const { widthMs, buckets } = shapeOf(limit);
      return since(nowMs - widthMs * (buckets + 1), nowMs);
    },
  };
}

describe(`the rolling window (seed ${SEED})`, () => {
  it('admits at most N in any window, refuses only for what is a bucket away, and names the exact time', async () => {
    let decisions = 0;
    await fc.assert(
      fc.asyncProperty(windows, steps, async (window, run) => {
        let nowMs = 1_700_000_000_000;
        const limiter = memoryRateLimiter({ now: () => nowMs });
        const limit = limitOf({ ...window, key: 'k' });
        const model = exactModel(limit);
        for (const { waitMs, cost } of run) {
          nowMs += Math.round(waitMs * limit.windowMs);
          const request = { ...limit, cost: Math.min(limit.limit, cost) };
          const decision = await limiter.consume([request]);
          decisions += 1;
          if (decision.allowed) {
            model.admit(nowMs, request.cost);
            expect(model.inWindow(nowMs)).toBeLessThanOrEqual(limit.limit);
            continue;
          }
          expect(model.inSpan(nowMs) + request.cost).toBeGreaterThan(limit.limit);
          nowMs += decision.retryAfterMs - 1;
          expect((await limiter.peek([request])).allowed).toBe(false);
          nowMs += 1;
          expect((await limiter.peek([request])).allowed).toBe(true);
          decisions += 2;
        }
      }),
      { seed: SEED, numRuns: 500 },
    );
    expect(decisions).toBeGreaterThan(100_000);
  });

  it('loses at most 1/B of sustained throughput', async () => {
    for (const buckets of [10, 60]) {
      let nowMs = 0;
      const limiter = memoryRateLimiter({ now: () => nowMs });
      const limit = limitOf({ limit: 600, buckets });
      let admitted = 0;
      for (; nowMs < 100 * limit.windowMs; nowMs += 50) {
        if ((await limiter.consume([limit])).allowed) admitted += 1;
      }
      expect(admitted / (600 * 100)).toBeGreaterThanOrEqual(1 - 1 / buckets);
    }
  });

  it('admits no more when the clock goes back', async () => {
    let nowMs = 1_700_000_000_000;
    const limiter = memoryRateLimiter({ now: () => nowMs });
    const limit = limitOf({ limit: 3, key: 'k' });
    for (let n = 0; n < 3; n++) await limiter.consume([limit]);
    for (const back of [1, 5_000, 3_600_000]) {
      nowMs -= back;
      expect((await limiter.consume([limit])).allowed).toBe(false);
    }
  });
});

describe('the memory of the limiter', () => {
  it('is bounded, and forgets the key that came first', async () => {
    const limiter = memoryRateLimiter({ keysMax: 100 });
    const limit = limitOf({ limit: 1 });
    for (let n = 0; n < 250; n++) await limiter.consume([{ ...limit, key: `k${n}` }]);
    expect((await limiter.consume([{ ...limit, key: 'k249' }])).allowed).toBe(false);
    expect((await limiter.consume([{ ...limit, key: 'k0' }])).allowed).toBe(true);
  });
});
