/** Opens the cache of answers: in Redis where processes share one, else in this process. */
import { memoryAnswerCache } from '#lib/cache/memory-answer-cache.ts';
import { redisAnswerCache } from '#lib/cache/redis-answer-cache.ts';
import type { Log } from '#lib/ports/log.ts';
import { type SharedAnswers, sharedAnswers } from '#lib/rag/answer-cache.ts';

/** Never fails: a Redis that cannot be reached leaves every answer uncached. */
export function openAnswerCache(redisUrl: string | undefined, log: Log): SharedAnswers {
  return sharedAnswers(redisUrl === undefined ? memoryAnswerCache() : redisAnswerCache(redisUrl, log));
}
