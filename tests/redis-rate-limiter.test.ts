import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Limit } from '#lib/ports/rate-limiter.ts';
import { memoryRateLimiter } from '#lib/security/memory-rate-limiter.ts';
import { RedisRateLimiter } from '#lib/security/redis-rate-limiter.ts';
import { CONSUME } from '#lib/security/redis-scripts.ts';
import { decodeBatch, encodeBatch, itemOf } from '#lib/security/redis-wire.ts';
import { limitOf, rateLimiterContract } from './contracts/rate-limiter.contract.ts';
import { SEED, steps, windows } from './fixtures/rate-limit-steps.ts';
import { type RedisProcess, startRedis } from './fixtures/redis-process.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
let redis: RedisProcess;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

const openLimiter = () => RedisRateLimiter.open({ url: redis.url, log, deadlineMs: 1_000 });

rateLimiterContract('Redis', async () => {
  const limiter = await openLimiter();
  return { limiter, close: () => limiter.close() };
});

/** How often Redis was sent a script, by its own count. */
async function scriptsSent(): Promise<number> {
  const stats = await redis.client().info('commandstats');
  const calls = (name: string) => Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
  return calls('evalsha') + calls('eval');
}

describe(`the script (seed ${SEED})`, () => {
  it('decides exactly as the counters in memory do, at any time', async () => {
    const client = new Redis(redis.port);
    // The very script, with the time given and without expiry, which follows the real clock.
    const lua = CONSUME.lua
      .replace("call('TIME')", '{ ARGV[4], 0 }')
      .replace('clock[1] * 1000 + floor(clock[2] / 1000)', 'tonumber(clock[1])')
      .replace(", 'PX', text", '');
    let decisions = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(windows, { minLength: 1, maxLength: 3 }), steps, async (several, run) => {
        let nowMs = 1_700_000_000_000;
        const memory = memoryRateLimiter({ now: () => nowMs });
        const key = randomUUID();
        const limits: Limit[] = several.map((window, i) => limitOf({ ...window, key, name: `limit-${i}` }));
        for (let at = 0; at < run.length; ) {
          nowMs += Math.round(run[at]!.waitMs * limits[0]!.windowMs);
          // Whatever comes at one time travels together.
          const together = [run[at++]!];
          while (at < run.length && run[at]!.waitMs === 0) together.push(run[at++]!);
          const requests = together.map(({ cost }) => limits.map((limit) => ({ ...limit, cost })));
          const questions = requests.map((request) => ({ items: request.map(itemOf), take: true }));
          const { keys, args } = encodeBatch(questions, 1);
          const answer = await client.callBuffer(
            'EVAL',
            lua,
            keys.length,
            ...keys,
            '',
            ...args,
            String(nowMs),
          );
          const told = decodeBatch(answer as Buffer, questions)!;
          for (const [i, request] of requests.entries()) {
            const expected = await memory.consume(request);
            expect({ allowed: told[i]!.allowed, limits: told[i]!.states }).toEqual({
              allowed: expected.allowed,
              limits: expected.limits,
            });
            decisions += 1;
          }
        }
      }),
      { seed: SEED, numRuns: 800 },
    );
    client.disconnect();
    expect(decisions).toBeGreaterThan(100_000);
  }, 180_000);

  it('lets every key expire', async () => {
    const limiter = await openLimiter();
    await redis.client().flushall();
    const key = randomUUID();
    const names = ['minute', 'hour', 'day'];
    const limits = names.map((name, i) => limitOf({ key, name, windowMs: 60_000 * 60 ** i }));
    for (let n = 0; n < 3; n++) await limiter.consume(limits);
    await sleep(100);
    for (let n = 0; n < 3; n++) await limiter.consume(limits);
    await limiter.settle(limits[0]!, 1);
    const keys = await redis.client().keys('*');
    expect(keys.length).toBeGreaterThanOrEqual(4);
    for (const name of keys) expect(await redis.client().pttl(name), name).toBeGreaterThan(0);
    await limiter.close();
  });
});

describe('the round trips', () => {
  it('sends all limits of all requests of a turn in one command', async () => {
    const limiter = await openLimiter();
    const before = await scriptsSent();
    await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        limiter.consume([
          limitOf({ key: `t${n}`, name: 'minute' }),
          limitOf({ key: `t${n}`, name: 'hour', windowMs: 3_600_000 }),
          limitOf({ key: '10.0.0.1', name: 'address', limit: 1_000 }),
        ]),
      ),
    );
    // A hello may come in between.
    expect((await scriptsSent()) - before).toBeLessThanOrEqual(2);
    await limiter.close();
  });

  it('asks nothing for a key that is known to be refused, until it may pass again', async () => {
    const limiter = await openLimiter();
    const limit = limitOf({ limit: 1, windowMs: 2_000 });
    await limiter.consume([limit]);
    const { retryAfterMs } = await limiter.consume([limit]);
    const refusedAt = performance.now();
    const before = await scriptsSent();
    for (let n = 0; n < 5_000; n++) {
      const decision = await limiter.consume([limit]);
      expect(decision).toMatchObject({ allowed: false, source: 'cache' });
    }
    expect((await scriptsSent()) - before).toBeLessThanOrEqual(1);
    await sleep(retryAfterMs - (performance.now() - refusedAt) + 1);
    expect((await limiter.consume([limit])).allowed).toBe(true);
    await limiter.close();
  });

  it('hears within two seconds that another instance has reset a key', async () => {
    const [one, other] = [await openLimiter(), await openLimiter()];
    const limit = limitOf({ limit: 1 });
    await one.consume([limit]);
    expect((await one.consume([limit])).allowed).toBe(false);
    await other.reset([limit]);
    await sleep(2_000);
    expect((await one.consume([limit])).allowed).toBe(true);
    await Promise.all([one.close(), other.close()]);
  });

  it('goes on after SCRIPT FLUSH', async () => {
    const limiter = await openLimiter();
    const limit = limitOf({ limit: 10 });
    await limiter.consume([limit]);
    await redis.client().script('FLUSH');
    const decision = await limiter.consume([limit]);
    expect(decision).toMatchObject({ allowed: true, source: 'redis' });
    expect(decision.limits[0]!.remaining).toBe(8);
    await limiter.close();
  });
});

describe('without Redis', () => {
  it('answers at once: a share of a limit, nothing where the policy denies', async () => {
    const limiter = new RedisRateLimiter({ url: 'redis://127.0.0.1:1', log, instances: 4 });
    const key = randomUUID();
    const tally = async (limit: Limit, times: number) => {
      let admitted = 0;
      for (let n = 0; n < times; n++) if ((await limiter.consume([limit])).allowed) admitted += 1;
      return admitted;
    };
    expect(await tally(limitOf({ key, name: 'share', limit: 100, onRedisDown: 'share' }), 200)).toBe(25);
    expect(await tally(limitOf({ key, name: 'reserve', limit: 100, onRedisDown: 'reserve' }), 200)).toBe(2);
    expect(await tally(limitOf({ key, name: 'deny', limit: 100, onRedisDown: 'deny' }), 200)).toBe(0);
    expect(await limiter.consume([limitOf({ key, name: 'share', limit: 100 })])).toMatchObject({
      allowed: false,
      violated: 'share',
      source: 'local',
      degraded: true,
    });
    expect(limiter.health()).toBe('degraded');
    expect(limiter.stats().degraded).toBe(601);
    await limiter.close();
  });
});
