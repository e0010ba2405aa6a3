/** Remembers keys that Redis refused, until Redis would no longer: a flood costs no command. */
import type { LimitState } from '#lib/ports/rate-limiter.ts';
import type { RedisClock } from './redis-clock.ts';
import type { Item } from './redis-wire.ts';

const KEYS_MAX = 10_000;

interface Refusal {
  limit: number;
  cost: number;
  untilMs: number;
  state: LimitState;
}

/** `until` is in Redis's time. */
export function createRefusedKeys(clock: RedisClock, keysMax = KEYS_MAX) {
  const refusals = new Map<string, Refusal>();

  return {
    remember(item: Item, state: LimitState, untilMs: number): void {
      const { limit, cost } = item.limit;
      refusals.delete(item.key);
      if (refusals.size >= keysMax) refusals.delete(refusals.keys().next().value as string);
      refusals.set(item.key, { limit, cost, untilMs, state });
    },
    /** What refuses this item now, with the time that is left. */
    find({ key, limit }: Item): LimitState | null {
      if (refusals.size === 0) return null;
      const refusal = refusals.get(key);
      if (refusal === undefined) return null;
      if (refusal.untilMs <= clock.latest()) {
        refusals.delete(key);
        return null;
      }
      // Another limit (an admin changed it) or a smaller request may pass.
      if (limit.cost < refusal.cost || limit.limit !== refusal.limit) return null;
      return { ...refusal.state, resetMs: Math.ceil(refusal.untilMs - clock.earliest()) };
    },
    forget: (key: string) => void refusals.delete(key),
    clear: () => refusals.clear(),
  };
}
