/** Opens the rate limiter of a mode: in memory for one process, in Redis for many where a flag has it so. */
import type { Flags } from '#lib/ports/flags.ts';
import type { Log } from '#lib/ports/log.ts';
import type { RateLimiter } from '#lib/ports/rate-limiter.ts';
import { noTelemetry } from '#lib/ports/telemetry.ts';
import { countedRateLimiter } from '#lib/security/counted-rate-limiter.ts';
import { flaggedRateLimiter } from '#lib/security/flagged-rate-limiter.ts';
import { memoryRateLimiter } from '#lib/security/memory-rate-limiter.ts';
import { tenantOf } from '#lib/security/rate-limiting.ts';
import { RedisRateLimiter } from '#lib/security/redis-rate-limiter.ts';

/** A Redis that is down does not keep the product from starting: limits are shared out until it is there. */
export async function openLimiter(
  config: { redisUrl: string | undefined; rateLimitInstances: number },
  log: Log,
  flags: Flags,
  telemetry = noTelemetry,
): Promise<RateLimiter> {
  if (config.redisUrl === undefined) return countedRateLimiter(memoryRateLimiter(), telemetry);
  const shared = await RedisRateLimiter.open({
    url: config.redisUrl,
    instances: config.rateLimitInstances,
    log,
  });
  const alone = memoryRateLimiter();
  const flagged = flaggedRateLimiter({ flags, shared, alone, instances: () => shared.instances(), tenantOf });
  return countedRateLimiter(flagged, telemetry);
}
