/** Decides whether a request may pass: all of its limits at once, or none is charged. */

/**
 * What happens while the shared store cannot answer, with M instances and a limit of N.
 * `share`: each instance admits N / M, counting what it admitted before; at most (2 − 1/M)·N across a crash.
 * `reserve`: the store admits 90 % and instances share the rest; never more than N.
 * `deny`: nothing passes.
 */
export type OnRedisDown = 'share' | 'reserve' | 'deny';

export interface Limit {
  /** Of the policy; a request names each at most once. */
  name: string;
  /** Whose limit it is. What stands before the first `/` is the group: keys of one group are decided together. */
  key: string;
  /** Units admitted in any window; 0 admits nothing. */
  limit: number;
  windowMs: number;
  /** Units this request takes; 0 only looks, and more than `limit` never passes. */
  cost: number;
  /** `rolling`: in every window position. `calendar`: in each window counted from 1970-01-01T00:00Z, so a day is a UTC day. */
  algo: 'rolling' | 'calendar';
  /** Parts of a rolling window: at most 1/buckets of sustained throughput is lost. Default 60. */
  buckets?: number;
  onRedisDown: OnRedisDown;
  /** Whether an instance remembers what it admitted, to give it back to a store that lost its data. Default true. */
  ledger?: boolean;
}

export interface LimitState {
  name: string;
  limit: number;
  windowMs: number;
  /** Units left now. */
  remaining: number;
  /** Until this request would pass, when it is refused by this limit; else until the next units come back. */
  resetMs: number;
  violated: boolean;
}

export interface Decision {
  allowed: boolean;
  /** The name of the limit that has to be waited for longest; null when allowed. */
  violated: string | null;
  /** How long to wait; the same request passes then if nothing else came. 0 when allowed. */
  retryAfterMs: number;
  /** In the order asked; an answer from a cache knows only the limit that refuses. */
  limits: LimitState[];
  source: 'memory' | 'redis' | 'cache' | 'local';
  /** Decided without the shared store that should have been asked. */
  degraded: boolean;
}

/** Counted since the start. */
export interface LimiterStats {
  allowed: number;
  refused: number;
  /** Refusals that were known without asking the store. */
  refusedFromCache: number;
  /** Decisions made without the store. */
  degraded: number;
  /** Times the store was given up on. */
  breakerOpened: number;
  /** Times the store had lost its data. */
  dataLosses: number;
}

export interface RateLimiter {
  /** Never rejects because of an outage. Refused requests take nothing. */
  consume(limits: readonly Limit[]): Promise<Decision>;
  /** A refusal that is certain without asking anyone, else null; takes nothing. */
  knownRefusal(limits: readonly Limit[]): Decision | null;
  /** Adds to, or gives back from (oldest first), what a request took, once its cost is known. Never refuses. */
  settle(limit: Limit, delta: number): Promise<void>;
  /** What `consume` would say, without taking anything. */
  peek(limits: readonly Limit[]): Promise<Decision>;
  /** Forgets what was taken. */
  reset(limits: readonly Limit[]): Promise<void>;
  health(): 'ok' | 'degraded';
  /** Whether the shared store answers; missing where there is none. */
  storeUp?(): boolean;
  stats(): LimiterStats;
  close(): Promise<void>;
}
