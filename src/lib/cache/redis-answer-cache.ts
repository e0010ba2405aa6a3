/** Answers in Redis, shared by every process. Redis slow, full or gone means "not cached", within a short deadline. */
import { Redis } from 'ioredis';
import {
  ANSWER_CACHE_DEADLINE_MS,
  ANSWER_CACHE_TTL_MS,
  ANSWER_CACHE_VALUE_MAX_BYTES,
} from '#lib/core/limits.ts';
import type { AnswerCache } from '#lib/ports/answer-cache.ts';
import type { Log } from '#lib/ports/log.ts';

const PREFIX = 'frontdesk:answer:';
const CONNECT_MS = 2_000;
const RECONNECT_MAX_MS = 2_000;
/** A Redis that is down fails every ask's read: one line in this time says so. */
const COMPLAIN_EVERY_MS = 30_000;

/** Connects in the background; until then, and whenever the connection is gone, nothing is found. */
export function redisAnswerCache(url: string, log: Log): AnswerCache {
  const redis = new Redis(url, {
    connectionName: 'frontdesk-answers',
    connectTimeout: CONNECT_MS,
    commandTimeout: ANSWER_CACHE_DEADLINE_MS,
    // A command that cannot be sent now fails now, and none is sent twice.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    autoResendUnfulfilledCommands: false,
    retryStrategy: (times) => Math.min(RECONNECT_MAX_MS, 50 * 2 ** Math.min(times, 6)),
  });
  let complainedAt = Number.NEGATIVE_INFINITY;
  let closed = false;
  const complain = (error: unknown) => {
    if (closed || performance.now() - complainedAt < COMPLAIN_EVERY_MS) return;
    complainedAt = performance.now();
    // The message only: an ioredis error holds the command, and with it the answer.
    log.warn(
      { reason: (error as Error).message },
      'the answer cache cannot be reached; answering without it',
    );
  };
  redis.on('error', complain);

  return {
    async read(keys) {
      if (keys.length === 0) return [];
      if (redis.status !== 'ready') return keys.map(() => null);
      try {
        return await redis.mget(keys.map((key) => PREFIX + key));
      } catch (error) {
        complain(error);
        return keys.map(() => null);
      }
    },
    async write(key, value) {
      if (redis.status !== 'ready' || Buffer.byteLength(value) > ANSWER_CACHE_VALUE_MAX_BYTES) return;
      await redis.set(PREFIX + key, value, 'PX', ANSWER_CACHE_TTL_MS).catch(complain);
    },
    async close() {
      closed = true;
      redis.disconnect();
    },
  };
}
