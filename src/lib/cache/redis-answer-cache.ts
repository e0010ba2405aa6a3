/** Answers in Redis for every process, a hash a tenant. Redis slow, full or gone means “not cached”, within a deadline. */
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
        const asked = redis.pipeline();
        for (const key of keys) asked.hget(...placeOf(key));
        const replies = (await asked.exec()) ?? [];
        return keys.map((_, at) => (replies[at]?.[1] as string | null | undefined) ?? null);
      } catch (error) {
        complain(error);
        return keys.map(() => null);
      }
    },
    async write(key, value) {
      if (redis.status !== 'ready' || Buffer.byteLength(value) > ANSWER_CACHE_VALUE_MAX_BYTES) return;
      const [hash, field] = placeOf(key);
      // The time runs from a tenant's first answer: all of them go together, and none is kept for longer.
      const written = redis
        .pipeline()
        .hset(hash, field, value)
        .pexpire(hash, ANSWER_CACHE_TTL_MS, 'NX')
        .exec();
      const [failure] = (await written.catch((error: Error) => [[error, null]]))?.[0] ?? [];
      if (failure) complain(failure);
    },
    async forget(tenantId) {
      await redis.unlink(PREFIX + tenantId);
    },
    async close() {
      closed = true;
      redis.disconnect();
    },
  };
}

/** One hash a tenant, so that all of its answers can be dropped at once, and are in one slot of a cluster. */
function placeOf(key: string): [hash: string, field: string] {
  const tenantEnds = key.indexOf(':');
  return [PREFIX + key.slice(0, tenantEnds), key.slice(tenantEnds + 1)];
}
