/** Remembers keys that Redis refused, until Redis would no longer: a flood costs no command. */
import type { Limit, LimitState } from '#lib/ports/rate-limiter.ts';
import type { RedisClock } from './redis-clock.ts';

/** Of one policy. */
const KEYS_MAX = 10_000;

interface Refusal {
  windowMs: number;
  limit: number;
  cost: number;
  untilMs: number;
  remaining: number;
}

export function createRefusedKeys(clock: RedisClock, keysMax = KEYS_MAX) {
  /** By policy, then by key: both strings are there, so that a flood makes none. */
  const policies = new Map<string, Map<string, Refusal>>();

  return {
    /** `untilMs` is in Redis's time. */
    remember({ name, key, windowMs, limit, cost }: Limit, { remaining }: LimitState, untilMs: number): void {
      let refusals = policies.get(name);
      if (!refusals) {
        refusals = new Map();
        policies.set(name, refusals);
      }
      refusals.delete(key);
      if (refusals.size >= keysMax) refusals.delete(refusals.keys().next().value as string);
      refusals.set(key, { windowMs, limit, cost, untilMs, remaining });
    },
    /** What refuses now, with the time that is left. */
    find({ name, key, windowMs, limit, cost }: Limit): LimitState | null {
      const refusals = policies.get(name);
      const refusal = refusals?.get(key);
      if (refusals === undefined || refusal === undefined) return null;
      if (refusal.untilMs <= clock.latest()) {
        refusals.delete(key);
        return null;
      }
      // Another limit (an admin changed it) or a smaller request may pass.
      if (cost < refusal.cost || limit !== refusal.limit || windowMs !== refusal.windowMs) return null;
      const resetMs = Math.ceil(refusal.untilMs - clock.earliest());
      return { name, limit, windowMs, remaining: refusal.remaining, resetMs, violated: true };
    },
    forget: ({ name, key }: Limit) => void policies.get(name)?.delete(key),
    clear: () => policies.clear(),
  };
}
