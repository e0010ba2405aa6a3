/** Opens the rate limiter of a mode: in memory for one process, in Redis for many. */
import type { Log } from '#lib/ports/log.ts';
import type { RateLimiter } from '#lib/ports/rate-limiter.ts';
import { memoryRateLimiter } from '#lib/security/memory-rate-limiter.ts';
import { RedisRateLimiter } from '#lib/security/redis-rate-limiter.ts';

/** A Redis that is down does not keep the product from starting: limits are shared out until it is there. */
export async function openLimiter(
  config: { redisUrl: string | undefined; rateLimitInstances: number },
  log: Log,
): Promise<RateLimiter> {
  if (config.redisUrl === undefined) return memoryRateLimiter();
  return RedisRateLimiter.open({ url: config.redisUrl, instances: config.rateLimitInstances, log });
}
