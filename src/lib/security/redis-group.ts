/**
 * The instances that share a Redis: how many they are, whether Redis still has what they admitted, and when it has it back.
 *
 * Redis keeps an epoch, an id made when there was none. Another epoch than the one known means that the data is gone. Then
 * each instance gives its ledger back and says so; until all that were there before have, or a whole window has passed
 * since, Redis's counts are too low and nobody decides by them.
 */
import { randomUUID } from 'node:crypto';
import type { Breaker } from './redis-breaker.ts';
import type { RedisClock } from './redis-clock.ts';
import type { Ledger } from './redis-ledger.ts';
import type { RedisLink } from './redis-link.ts';
import { GOODBYE, HELLO, MERGE } from './redis-scripts.ts';
import { encodeMerge } from './redis-wire.ts';

/** One hash; the braces make it a group of its own in a cluster. */
export const GROUP_KEY = 'rl:{group}';
const HELLO_EVERY_MS = 1_000;
const JOIN_POLL_MS = 50;
/** Afterwards it is looked at with each hello. */
const JOIN_POLL_FOR_MS = 5_000;
/** An instance that was not heard of this long has left. */
const INSTANCE_GONE_MS = 60_000;
/** Longer than two windows of any policy. */
const KEEP_MS = 3 * 86_400_000;
const MERGE_KEYS_AT_ONCE = 200;

export interface GroupOptions {
  link: RedisLink;
  clock: RedisClock;
  ledger: Ledger;
  /** How many instances there are at least; more are counted. */
  instances: number;
  onDataLoss: () => void;
  /** Another instance has reset or given back something. */
  onForget: () => void;
}

export function createGroup({ link, clock, ledger, instances, onDataLoss, onForget }: GroupOptions) {
  const me = randomUUID();
  let epoch: string | null = null;
  let bornMs = 0;
  /** This instance's ledger is in the epoch. */
  let gaveBack = false;
  let complete = false;
  let veteran = false;
  let resets = 0;
  let seen = { count: 0, at: Number.NEGATIVE_INFINITY };
  let timer: NodeJS.Timeout | undefined;
  let joining = false;
  let stopped = false;

  async function hello(): Promise<void> {
    const sentAt = performance.now();
    const reply = (await link.run(
      HELLO,
      [GROUP_KEY],
      [me, randomUUID(), seen.count, veteran && gaveBack ? 1 : 0, epoch ?? '', INSTANCE_GONE_MS, KEEP_MS],
    )) as [string, number, number, number, number, number, number];
    const [nowEpoch, born, redisMs, joined, need, count, resetsNow] = reply;
    clock.note(redisMs, sentAt);
    if (epoch !== nowEpoch) {
      if (epoch !== null && !link.cluster) {
        veteran = true;
        ledger.lostAll();
        onDataLoss();
      }
      epoch = nowEpoch;
      gaveBack = ledger.missingKeys() === 0 && !veteran;
      complete = false;
      resets = resetsNow;
    }
    bornMs = born;
    if (gaveBack && joined >= need) complete = true;
    if (resetsNow !== resets) onForget();
    resets = resetsNow;
    if (count >= seen.count || performance.now() - seen.at > INSTANCE_GONE_MS) {
      seen = { count, at: performance.now() };
    }
  }

  function countInstances(): number {
    return Math.max(1, instances, seen.count);
  }

  async function giveBack(breaker: Breaker): Promise<void> {
    const known = epoch ?? '';
    await ledger.giveBack(async (losses) => {
      if (link.cluster) {
        for (const loss of losses) {
          const { keys, args } = encodeMerge([loss], 1);
          await breaker.run(() => link.run(MERGE, keys, ['', ...args]));
        }
        return;
      }
      const { keys, args } = encodeMerge(losses, 2);
      const merged = await breaker.run(() => link.run(MERGE, [GROUP_KEY, ...keys], [known, ...args]));
      if (merged !== 1) throw new Error('Redis has lost its data again');
    }, MERGE_KEYS_AT_ONCE);
    gaveBack = known === epoch;
  }

  /** Until Redis has everything again; gives up on the first failure, and is begun again with the next hello. */
  async function join(breaker: Breaker): Promise<void> {
    while (!stopped && breaker.closed) {
      await breaker.run(hello);
      if (ledger.missingKeys() > 0 || !gaveBack) {
        await giveBack(breaker);
        continue;
      }
      if (complete || clock.earliest() - bornMs > JOIN_POLL_FOR_MS) return;
      await new Promise((resolve) => setTimeout(resolve, JOIN_POLL_MS).unref());
    }
  }

  function catchUp(breaker: Breaker): void {
    if (joining) return;
    joining = true;
    join(breaker)
      .catch(() => undefined)
      .finally(() => {
        joining = false;
      });
  }

  return {
    hello,
    instances: countInstances,
    epoch: () => epoch ?? '',
    /** Whether what is `spanMs` long may be decided by Redis's counts. */
    isWhole: (spanMs: number) => complete || (gaveBack && clock.earliest() - bornMs > spanMs),
    get complete() {
      return complete;
    },
    /** Redis said that the epoch is another one. */
    doubt(breaker: Breaker): void {
      complete = false;
      gaveBack = false;
      catchUp(breaker);
    },
    catchUp,
    start(breaker: Breaker): void {
      timer = setInterval(() => {
        if (breaker.closed) catchUp(breaker);
      }, HELLO_EVERY_MS);
      timer.unref();
    },
    async leave(): Promise<void> {
      stopped = true;
      clearInterval(timer);
      await link.run(GOODBYE, [GROUP_KEY], [me]).catch(() => undefined);
    },
  };
}

export type Group = ReturnType<typeof createGroup>;
