/** Rate limits of one process: exact in every window position, in bounded memory. */
import type { Decision, Limit, LimiterStats, LimitState, RateLimiter } from '#lib/ports/rate-limiter.ts';
import {
  add,
  type Counts,
  emptyCounts,
  giveBack,
  oldestLeavesMs,
  roll,
  type Shape,
  shapeOf,
  waitMs,
} from './memory-window.ts';

/** About 200 bytes each and up to 1 kB for a busy one. Beyond, the key that came first is forgotten. */
const KEYS_MAX = 100_000;
/** Keys looked at for expiry with each new one, so that sweeping keeps pace with growth. */
const SWEEP_KEYS = 2;

interface Entry {
  counts: Counts;
  shape: Shape;
}

export interface MemoryRateLimiterOptions {
  /** Milliseconds; may stand still or go back, which never admits more. */
  now?: () => number;
  keysMax?: number;
}

export function memoryRateLimiter({
  now = Date.now,
  keysMax = KEYS_MAX,
}: MemoryRateLimiterOptions = {}): RateLimiter {
  const entries = new Map<string, Entry>();
  let sweep = entries.entries();
  const stats = { allowed: 0, refused: 0 };

  function sweepSome(nowMs: number): void {
    for (let looked = 0; looked < SWEEP_KEYS; looked++) {
      const next = sweep.next();
      if (next.done) {
        sweep = entries.entries();
        return;
      }
      const [key, { counts, shape }] = next.value;
      if ((counts.last + shape.buckets + 1) * shape.widthMs <= nowMs) entries.delete(key);
    }
  }

  function entryOf(limit: Limit, nowMs: number): Entry {
    const shape = shapeOf(limit);
    const key = `${limit.key}:${limit.name}:${shape.widthMs}`;
    let entry = entries.get(key);
    if (!entry) {
      sweepSome(nowMs);
      if (entries.size >= keysMax) entries.delete(entries.keys().next().value as string);
      entry = { counts: emptyCounts(), shape };
      entries.set(key, entry);
    }
    roll(entry.counts, Math.floor(nowMs / shape.widthMs), shape);
    return entry;
  }

  function decide(limits: readonly Limit[], take: boolean): Decision {
    const nowMs = Math.floor(now());
    const found = limits.map((limit) => entryOf(limit, nowMs));
    const waits = limits.map(({ cost, limit }, i) => {
      const { counts, shape } = found[i]!;
      return waitMs(counts, cost, limit, shape, nowMs);
    });
    const longest = Math.max(0, ...waits);
    const allowed = longest === 0;
    if (allowed && take) for (const [i, { cost }] of limits.entries()) add(found[i]!.counts, cost);
    const states = limits.map((limit, i): LimitState => {
      const { counts, shape } = found[i]!;
      const violated = waits[i]! > 0;
      return {
        name: limit.name,
        limit: limit.limit,
        windowMs: limit.windowMs,
        remaining: Math.max(0, limit.limit - counts.total),
        resetMs: violated ? waits[i]! : oldestLeavesMs(counts, shape, nowMs),
        violated,
      };
    });
    return {
      allowed,
      violated: allowed ? null : limits[waits.indexOf(longest)]!.name,
      retryAfterMs: longest,
      limits: states,
      source: 'memory',
      degraded: false,
    };
  }

  return {
    async consume(limits) {
      const decision = decide(limits, true);
      stats[decision.allowed ? 'allowed' : 'refused'] += 1;
      return decision;
    },
    knownRefusal(limits) {
      const decision = decide(limits, false);
      if (decision.allowed) return null;
      stats.refused += 1;
      return decision;
    },
    async settle(limit, delta) {
      const { counts } = entryOf(limit, Math.floor(now()));
      if (delta > 0) add(counts, delta);
      else giveBack(counts, -delta);
    },
    peek: async (limits) => decide(limits, false),
    async reset(limits) {
      for (const limit of limits) entries.delete(`${limit.key}:${limit.name}:${shapeOf(limit).widthMs}`);
    },
    health: () => 'ok',
    stats: (): LimiterStats => ({
      ...stats,
      refusedFromCache: 0,
      degraded: 0,
      breakerOpened: 0,
      dataLosses: 0,
    }),
    close: async () => entries.clear(),
  };
}
