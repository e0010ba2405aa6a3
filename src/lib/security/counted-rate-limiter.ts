/** The same limiter, counting its decisions by policy: all that let a request in, or the ones that refused it. */
import type { PolicyName } from '#lib/core/rate-limit-policies.ts';
import type { Decision, RateLimiter } from '#lib/ports/rate-limiter.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';

export function countedRateLimiter(limiter: RateLimiter, telemetry: Telemetry): RateLimiter {
  const counted = (decision: Decision): Decision => {
    const outcome = decision.allowed ? 'allowed' : 'refused';
    for (const { name, violated } of decision.limits) {
      if (decision.allowed || violated)
        telemetry.count('frontdesk_rate_limit_decisions_total', { policy: name as PolicyName, outcome });
    }
    if (decision.degraded) telemetry.count('frontdesk_rate_limiter_fallback_decisions_total', { outcome });
    return decision;
  };
  return {
    consume: async (limits) => counted(await limiter.consume(limits)),
    knownRefusal(limits) {
      const known = limiter.knownRefusal(limits);
      return known && counted(known);
    },
    settle: (limit, delta) => limiter.settle(limit, delta),
    peek: (limits) => limiter.peek(limits),
    reset: (limits) => limiter.reset(limits),
    health: () => limiter.health(),
    ...(limiter.storeUp ? { storeUp: () => limiter.storeUp!() } : {}),
    stats: () => limiter.stats(),
    close: () => limiter.close(),
  };
}
