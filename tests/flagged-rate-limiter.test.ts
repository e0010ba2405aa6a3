/** The flag of the shared rate limiter: off, each instance keeps to its share alone, and nothing strict is loosened. */
import { describe, expect, it } from 'vitest';
import type { Limit, RateLimiter } from '#lib/ports/rate-limiter.ts';
import { flaggedRateLimiter } from '#lib/security/flagged-rate-limiter.ts';
import { memoryRateLimiter } from '#lib/security/memory-rate-limiter.ts';
import { limitsOf, tenantOf } from '#lib/security/rate-limiting.ts';
import { type FixedRules, fixedFlags } from './fixtures/fixed-flags.ts';

const TENANT = '019a0000-0000-7000-8000-00000000002a';
const ASK: Limit = limitsOf({ limits: {} }, ['ask-minute'], { tenantId: TENANT }, 1)[0]!;
const INSTANCES = 4;
const OFF: FixedRules = { 'redis-limiter': { enabled: false } };
const HALF: FixedRules = { 'redis-limiter': { percentage: 50 } };

async function open(rules: FixedRules) {
  const { flags, set, observed } = await fixedFlags(rules);
  // One process stands for Redis here: what counts is which of the two is asked.
  const shared = memoryRateLimiter();
  const instance = () =>
    flaggedRateLimiter({ flags, shared, alone: memoryRateLimiter(), instances: () => INSTANCES, tenantOf });
  return { shared, instances: Array.from({ length: INSTANCES }, instance), set, observed };
}

async function admitted(limiters: readonly RateLimiter[], limit: Limit, tries: number): Promise<number> {
  const decisions = limiters.flatMap((limiter) =>
    Array.from({ length: tries }, () => limiter.consume([limit])),
  );
  return (await Promise.all(decisions)).filter(({ allowed }) => allowed).length;
}

describe('with the flag on', () => {
  it('the shared limiter decides, for all instances together', async () => {
    const { instances } = await open({});
    expect(await admitted(instances, ASK, ASK.limit)).toBe(ASK.limit);
  });
});

describe('with the flag off', () => {
  it('instances that do not speak to each other admit the limit together, and never more', async () => {
    const { instances, shared } = await open(OFF);
    expect(await admitted(instances, ASK, ASK.limit)).toBe(ASK.limit);
    expect((await shared.peek([ASK])).limits[0]!.remaining).toBe(ASK.limit);
    const decision = await instances[0]!.consume([ASK]);
    expect(decision).toMatchObject({ allowed: false, violated: 'ask-minute', degraded: false });
    expect(decision.limits[0]).toMatchObject({ limit: ASK.limit, remaining: 0, violated: true });
    expect(instances[0]!.knownRefusal([ASK])).toMatchObject({ allowed: false });
  });

  it('each instance admits one at least, unless the limit is that nothing passes', async () => {
    const { instances } = await open(OFF);
    expect(await admitted(instances, { ...ASK, limit: 2 }, 5)).toBe(INSTANCES);
    expect(await admitted(instances, { ...ASK, key: 'blocked', limit: 0 }, 5)).toBe(0);
  });

  it('limits that must hold without the store as well are asked of the store all the same', async () => {
    const { instances } = await open(OFF);
    for (const onRedisDown of ['reserve', 'deny'] as const) {
      const strict = { ...ASK, name: onRedisDown, onRedisDown };
      expect(await admitted(instances, strict, strict.limit)).toBe(strict.limit);
      // Taken by the others, so refused to one that admitted nothing itself.
      expect((await instances[0]!.consume([{ ...ASK, key: 'else' }, strict])).violated).toBe(onRedisDown);
    }
  });

  it('what both sides admit around a switch is at most twice the limit', async () => {
    const { instances, set } = await open({});
    const before = await admitted(instances, ASK, ASK.limit);
    set(OFF);
    expect(before + (await admitted(instances, ASK, ASK.limit))).toBe(2 * ASK.limit);
    await instances[0]!.reset([ASK]);
    expect((await instances[0]!.consume([ASK])).allowed).toBe(true);
    set({});
    expect((await instances[0]!.consume([ASK])).allowed).toBe(true);
  });
});

describe('a rollout', () => {
  it('is by tenant, tells the guard how both sides fared, and leaves what belongs to no tenant to the store', async () => {
    const { instances, observed, shared } = await open(HALF);
    for (let n = 0; n < 40; n++) {
      await instances[0]!.consume([{ ...ASK, key: `019a0000-0000-7000-8000-0000000000${10 + n}/visitor` }]);
    }
    expect(observed).toHaveLength(40);
    expect(new Set(observed.map(({ enabled }) => enabled)).size).toBe(2);
    expect(observed.every(({ failed, key }) => !failed && key === 'redis-limiter')).toBe(true);
    const address = limitsOf({ limits: {} }, ['api-hour'], { address: '192.0.2.1' }, 1);
    await instances[0]!.consume(address);
    expect(observed).toHaveLength(40);
    expect((await shared.peek(address)).limits[0]!.remaining).toBe(address[0]!.limit - 1);
  });
});
