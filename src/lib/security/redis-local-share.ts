/** Decides without Redis: each instance has its share of a limit, so that all together keep to the policy's bound. */
import type { LimitState } from '#lib/ports/rate-limiter.ts';
import { oldestLeavesMs, waitMs } from './memory-window.ts';
import type { Ledger } from './redis-ledger.ts';
import { type Answer, type Item, reserveOf } from './redis-wire.ts';

/** When nothing can pass without Redis, it is worth asking again after this long. */
const ASK_AGAIN_MS = 1_000;

/** All or nothing, like Redis. `instances`: how many share a limit. */
export function decideAlone(
  items: readonly Item[],
  take: boolean,
  { ledger, instances, nowMs }: { ledger: Ledger; instances: number; nowMs: number },
): Answer {
  const states = items.map((item): LimitState => {
    const { limit, shape } = item;
    const { name, windowMs, cost } = limit;
    if (limit.onRedisDown === 'deny') {
      return { name, limit: limit.limit, windowMs, remaining: 0, resetMs: ASK_AGAIN_MS, violated: true };
    }
    const entry = ledger.at(item);
    const counts = limit.onRedisDown === 'reserve' ? entry.spare : entry.own;
    const units = limit.onRedisDown === 'reserve' ? reserveOf(limit) : limit.limit;
    const mine = Math.floor(units / instances);
    const violated = counts.total + cost > mine;
    const wait = cost > mine ? ASK_AGAIN_MS : waitMs(counts, cost, mine, shape, nowMs);
    return {
      name,
      limit: limit.limit,
      windowMs,
      remaining: Math.max(0, mine - counts.total),
      resetMs: Math.ceil(violated ? wait : oldestLeavesMs(counts, shape, nowMs)),
      violated,
    };
  });
  const allowed = states.every(({ violated }) => !violated);
  if (allowed && take) {
    for (const [i, item] of items.entries()) {
      const { onRedisDown, cost } = item.limit;
      if (cost === 0 || onRedisDown === 'deny') continue;
      ledger.admittedAlone(item, onRedisDown);
      const state = states[i]!;
      state.remaining -= cost;
    }
  }
  return { allowed, states, nowMs };
}
