/** Rate limits by the shared store, or, for tenants whose flag is off, by this instance's share of them alone. */
import type { FlagDecision, Flags } from '#lib/ports/flags.ts';
import type { Decision, Limit, RateLimiter } from '#lib/ports/rate-limiter.ts';

export interface FlaggedRateLimiterOptions {
  flags: Flags;
  shared: RateLimiter;
  /** Decides in this process only. */
  alone: RateLimiter;
  /** How many instances take part in a limit now. */
  instances: () => number;
  /** Whose limits a request takes; null: nobody's that is known. */
  tenantOf: (limits: readonly Limit[]) => string | null;
}

/**
 * Where the flag is off each of M instances admits N / M in every window, and at least one (a switch that is there to help
 * must not refuse everybody), so all together never more than N, or M if that is more; in the window of a switch what both
 * sides admitted adds up. A request with a limit that must hold also without the
 * store (`reserve`, `deny`) always asks the store: no flag loosens those.
 */
export function flaggedRateLimiter({
  flags,
  shared,
  alone,
  instances,
  tenantOf,
}: FlaggedRateLimiterOptions): RateLimiter {
  const decisionOf = (limits: readonly Limit[]): FlagDecision | null =>
    limits.every(({ onRedisDown }) => onRedisDown === 'share')
      ? flags.decide('redis-limiter', tenantOf(limits))
      : null;
  const isShared = (limits: readonly Limit[]) => decisionOf(limits)?.enabled ?? true;
  const shares = (limits: readonly Limit[]) => {
    const parts = instances();
    return limits.map((limit) => ({
      ...limit,
      limit: limit.limit === 0 ? 0 : Math.max(1, Math.floor(limit.limit / parts)),
    }));
  };
  /** The limit is told as what it is for all instances. */
  const told = (limits: readonly Limit[], decision: Decision): Decision => {
    const whole = new Map(limits.map(({ name, limit }) => [name, limit]));
    const states = decision.limits.map((state) => ({
      ...state,
      limit: whole.get(state.name) ?? state.limit,
    }));
    return { ...decision, limits: states };
  };
  async function consumeWatched(limits: readonly Limit[], flag: FlagDecision): Promise<Decision> {
    const from = performance.now();
    const decision = flag.enabled
      ? await shared.consume(limits)
      : told(limits, await alone.consume(shares(limits)));
    flags.observe(flag, { failed: decision.degraded, ms: performance.now() - from });
    return decision;
  }

  return {
    consume(limits) {
      const flag = decisionOf(limits);
      // Nobody compares: nothing is added to the way of every request.
      if (flag === null || (flag.enabled && flag.bucket === null)) return shared.consume(limits);
      return consumeWatched(limits, flag);
    },
    knownRefusal(limits) {
      if (isShared(limits)) return shared.knownRefusal(limits);
      const known = alone.knownRefusal(shares(limits));
      return known && told(limits, known);
    },
    settle: (limit, delta) => (isShared([limit]) ? shared : alone).settle(limit, delta),
    async peek(limits) {
      return isShared(limits) ? shared.peek(limits) : told(limits, await alone.peek(shares(limits)));
    },
    async reset(limits) {
      await Promise.all([shared.reset(limits), alone.reset(shares(limits))]);
    },
    health: () => shared.health(),
    ...(shared.storeUp ? { storeUp: () => shared.storeUp!() } : {}),
    stats() {
      const own = alone.stats();
      const stats = shared.stats();
      return { ...stats, allowed: stats.allowed + own.allowed, refused: stats.refused + own.refused };
    },
    async close() {
      await Promise.all([shared.close(), alone.close()]);
    },
  };
}
