/**
 * Rate limits shared by all instances through Redis: exact in every window position, one call for all decisions of a turn, and bounded
 * without Redis.
 *
 * Bounds, with limit N and M instances, for admissions in any window:
 * Redis there: ≤ N (memory-window.ts says why). Redis gone, frozen, or back without its data: `reserve` ≤ N, `share` ≤
 * (2 − 1/M)·N, `deny` nothing; keys without a ledger ≤ 2·N. They hold while M is known: every instance has reached
 * Redis once, or `instances` says how many there are; and while no instance dies within the same window as Redis.
 */
import type { Log } from '#lib/ports/log.ts';
import type { Decision, Limit, LimiterStats, LimitState, RateLimiter } from '#lib/ports/rate-limiter.ts';
import { giveBack as giveBackOldest, spanMs } from './memory-window.ts';
import { createBatcher } from './redis-batch.ts';
import { type Breaker, createBreaker } from './redis-breaker.ts';
import { type RedisClock, redisClock } from './redis-clock.ts';
import { createGroup, GROUP_KEY, type Group } from './redis-group.ts';
import { createLedger, type Ledger } from './redis-ledger.ts';
import { openRedisLink, type RedisLink } from './redis-link.ts';
import { decideAlone } from './redis-local-share.ts';
import { createRefusedKeys } from './redis-refused-keys.ts';
import { CONSUME, FORGET, SETTLE } from './redis-scripts.ts';
import { type Answer, groupOf, type Item, itemOf, type Question } from './redis-wire.ts';

const DEADLINE_MS = 75;
const OPEN_MAX_MS = 1_000;
/** In a cluster, another slot may give back what made a key refuse. */
const CLUSTER_REMEMBER_MAX_MS = 1_000;

export interface RedisRateLimiterOptions {
  /** redis:// or rediss://; with `?cluster=true` for a Redis Cluster. */
  url: string;
  log: Log;
  /** How many instances there are at least; those that reach Redis are counted. */
  instances?: number;
  /** How long a batch waits for Redis, 50–100 ms. */
  deadlineMs?: number;
}

export class RedisRateLimiter implements RateLimiter {
  readonly #link: RedisLink;
  readonly #clock: RedisClock = redisClock();
  readonly #ledger: Ledger = createLedger(() => this.#clock.latest());
  readonly #refused = createRefusedKeys(this.#clock);
  readonly #group: Group;
  readonly #breaker: Breaker;
  readonly #ask: (slot: string, question: Question, done: (answer: Answer | null) => void) => void;
  readonly #stats: LimiterStats = {
    allowed: 0,
    refused: 0,
    refusedFromCache: 0,
    degraded: 0,
    breakerOpened: 0,
    dataLosses: 0,
  };

  constructor({ url, log, instances = 1, deadlineMs = DEADLINE_MS }: RedisRateLimiterOptions) {
    this.#link = openRedisLink(url);
    this.#group = createGroup({
      link: this.#link,
      clock: this.#clock,
      ledger: this.#ledger,
      instances,
      onDataLoss: () => {
        this.#stats.dataLosses += 1;
        this.#refused.clear();
        log.warn({}, 'Redis has lost the rate limits; instances give theirs back');
      },
      onForget: () => this.#refused.clear(),
    });
    this.#breaker = createBreaker({
      deadlineMs,
      probe: this.#group.hello,
      onChange: (state, cause) => {
        if (state === 'closed') {
          log.info({}, 'rate limits are decided by Redis');
          this.#group.catchUp(this.#breaker);
          return;
        }
        this.#stats.breakerOpened += 1;
        log.warn({ err: cause }, 'Redis does not answer; rate limits are decided by each instance');
      },
    });
    const keysBefore = this.#link.cluster ? [] : [GROUP_KEY];
    this.#ask = createBatcher({
      keysBefore: keysBefore.length,
      call: ({ keys, args }) => {
        const epoch = this.#link.cluster ? '' : this.#group.epoch();
        return this.#breaker.run(() =>
          this.#link.runBinary(CONSUME, [...keysBefore, ...keys], [epoch, ...args]),
        );
      },
      onTime: this.#clock.note,
      onOtherEpoch: () => this.#group.doubt(this.#breaker),
    });
    this.#group.start(this.#breaker);
  }

  /** Connects; resolves when Redis answers, or after a second without it. */
  static async open(options: RedisRateLimiterOptions): Promise<RedisRateLimiter> {
    const limiter = new RedisRateLimiter(options);
    const giveUpAt = performance.now() + OPEN_MAX_MS;
    while (limiter.health() !== 'ok' && performance.now() < giveUpAt) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return limiter;
  }

  consume(limits: readonly Limit[]): Promise<Decision> {
    const known = this.knownRefusal(limits);
    return known ? Promise.resolve(known) : this.#decide(limits.map(itemOf), true);
  }

  knownRefusal(limits: readonly Limit[]): Decision | null {
    for (const limit of limits) {
      const state = this.#refused.find(limit);
      if (state !== null) return this.#refusal(state);
    }
    return null;
  }

  peek(limits: readonly Limit[]): Promise<Decision> {
    return this.#decide(limits.map(itemOf), false);
  }

  async settle(limit: Limit, delta: number): Promise<void> {
    const item = itemOf({ ...limit, cost: Math.max(0, delta) });
    const told = await this.#settleInRedis(item, delta);
    if (delta > 0) {
      if (!told) this.#ledger.admittedAlone(item, limit.onRedisDown === 'reserve' ? 'reserve' : 'share');
      else if (limit.ledger !== false) this.#ledger.admitted(item, this.#clock.earliest());
      return;
    }
    giveBackOldest(this.#ledger.at(item).own, -delta);
    this.#refused.forget(limit);
    if (told) await this.#tellOthers();
  }

  async reset(limits: readonly Limit[]): Promise<void> {
    for (const { key, limit } of limits.map(itemOf)) {
      this.#ledger.forget(key);
      this.#refused.forget(limit);
      if (this.#breaker.closed)
        await this.#breaker.run(() => this.#link.remove([key])).catch(() => undefined);
    }
    await this.#tellOthers();
  }

  /** How many share a limit, as far as is known. */
  instances(): number {
    return this.#group.instances();
  }

  health(): 'ok' | 'degraded' {
    return this.#breaker.closed && this.#group.complete ? 'ok' : 'degraded';
  }

  storeUp(): boolean {
    return this.#breaker.closed;
  }

  stats(): LimiterStats {
    return { ...this.#stats };
  }

  async close(): Promise<void> {
    if (this.#breaker.closed) await this.#breaker.run(() => this.#group.leave()).catch(() => undefined);
    else void this.#group.leave();
    this.#breaker.stop();
    this.#link.close();
  }

  #decide(items: readonly Item[], take: boolean): Promise<Decision> {
    if (!this.#usable(items)) return Promise.resolve(this.#alone(items, take));
    return new Promise((resolve) => {
      this.#askRedis(items, take, (answer) =>
        resolve(answer === null ? this.#alone(items, take) : this.#told(items, answer, take)),
      );
    });
  }

  #alone(items: readonly Item[], take: boolean): Decision {
    this.#stats.degraded += 1;
    const instances = this.#group.instances();
    const alone = decideAlone(items, take, { ledger: this.#ledger, instances, nowMs: this.#clock.latest() });
    return this.#decision(alone, 'local', take);
  }

  /** Whether Redis answers and knows all that these keys have admitted. */
  #usable(items: readonly Item[]): boolean {
    if (!this.#breaker.closed) return false;
    if (!this.#group.complete && !items.every(({ shape }) => this.#group.isWhole(spanMs(shape))))
      return false;
    return this.#ledger.missingKeys() === 0 || !items.some(({ key }) => this.#ledger.isMissing(key));
  }

  #askRedis(items: readonly Item[], take: boolean, done: (answer: Answer | null) => void): void {
    if (!this.#link.cluster) {
      this.#ask('', { items, take }, done);
      return;
    }
    const slots = Map.groupBy(items, ({ limit }) => groupOf(limit.key));
    if (slots.size === 1) this.#ask(groupOf(items[0]!.limit.key), { items, take }, done);
    else void this.#askSlots(items, slots, take).then(done);
  }

  /** One call a slot; what was taken in one is given back when another refuses or fails. */
  async #askSlots(items: readonly Item[], slots: Map<string, Item[]>, take: boolean): Promise<Answer | null> {
    const parts = await Promise.all(
      [...slots].map(
        ([slot, part]) =>
          new Promise<{ part: Item[]; answer: Answer | null }>((resolve) => {
            this.#ask(slot, { items: part, take }, (answer) => resolve({ part, answer }));
          }),
      ),
    );
    const allowed = parts.every(({ answer }) => answer?.allowed === true);
    if (!allowed && take) {
      const taken = parts.flatMap(({ part, answer }) => (answer?.allowed ? part : []));
      await Promise.all(taken.map((item) => this.#settleInRedis(item, -item.limit.cost)));
    }
    const states = new Map<Item, LimitState>();
    for (const { part, answer } of parts) {
      if (answer === null) return null;
      for (const [i, item] of part.entries()) states.set(item, answer.states[i]!);
    }
    return { allowed, states: items.map((item) => states.get(item)!), nowMs: parts[0]!.answer!.nowMs };
  }

  #told(items: readonly Item[], answer: Answer, take: boolean): Decision {
    if (!take) return this.#decision(answer, 'redis', take);
    for (const [i, item] of items.entries()) {
      if (answer.allowed) {
        if (item.limit.ledger !== false && item.limit.cost > 0) this.#ledger.admitted(item, answer.nowMs);
        continue;
      }
      const state = answer.states[i]!;
      if (!state.violated) continue;
      const ms = this.#link.cluster ? Math.min(state.resetMs, CLUSTER_REMEMBER_MAX_MS) : state.resetMs;
      this.#refused.remember(item.limit, state, answer.nowMs + ms);
    }
    return this.#decision(answer, 'redis', take);
  }

  #refusal(state: LimitState): Decision {
    this.#stats.refused += 1;
    this.#stats.refusedFromCache += 1;
    return {
      allowed: false,
      violated: state.name,
      retryAfterMs: state.resetMs,
      limits: [state],
      source: 'cache',
      degraded: false,
    };
  }

  #decision({ allowed, states }: Answer, source: 'redis' | 'local', take: boolean): Decision {
    if (take) this.#stats[allowed ? 'allowed' : 'refused'] += 1;
    let longest: LimitState | null = null;
    if (!allowed) {
      for (const state of states) {
        if (state.violated && (longest === null || state.resetMs > longest.resetMs)) longest = state;
      }
    }
    return {
      allowed,
      violated: longest?.name ?? null,
      retryAfterMs: longest?.resetMs ?? 0,
      limits: states,
      source,
      degraded: source === 'local',
    };
  }

  async #settleInRedis({ key, shape }: Item, delta: number): Promise<boolean> {
    if (!this.#breaker.closed) return false;
    const call = () => this.#link.run(SETTLE, [key], [shape.buckets, shape.widthMs, delta]);
    return this.#breaker.run(call).then(
      () => true,
      () => false,
    );
  }

  async #tellOthers(): Promise<void> {
    if (!this.#breaker.closed) return;
    await this.#breaker.run(() => this.#link.run(FORGET, [GROUP_KEY], [])).catch(() => undefined);
  }
}
