/** How often an account's password may be tried: exact, for all instances together, and nothing while they cannot be asked. */
import { createHash } from 'node:crypto';
import { AppError } from '#lib/core/errors.ts';
import type { PolicyName } from '#lib/core/rate-limit-policies.ts';
import { limitsOf, type RateLimiting } from '#lib/security/rate-limiting.ts';

export interface Attempt {
  /** After a right password, or when nothing was compared: only failures count. */
  giveBack(): Promise<void>;
}

type Where = { email: string; address: string };

/** The name of an account where its address must not stand. */
export function accountDigest(email: string): string {
  return createHash('sha256').update(email).digest('hex').slice(0, 32);
}

async function take(limiting: RateLimiting, name: PolicyName, { email, address }: Where): Promise<Attempt> {
  const account = accountDigest(email);
  const limits = limitsOf(limiting, [name], { account, address }, 1);
  const decision = await limiting.limiter.consume(limits);
  if (decision.allowed) {
    return {
      giveBack: async () => {
        for (const limit of limits) await limiting.limiter.settle(limit, -limit.cost);
      },
    };
  }
  const wait = Math.max(1, Math.ceil(decision.retryAfterMs / 1_000));
  throw new AppError('rate_limited', `Too many failed log-ins. Try again in ${wait} s.`, {
    retryAfterSeconds: wait,
  });
}

/** Before anything is looked up. Errors: `rate_limited`, also while the store of limits is away. */
export function takeAttempt(limiting: RateLimiting, where: Where): Promise<Attempt> {
  return take(limiting, 'admin-login', where);
}

/** For networks that the account does not know: what many of them may try together. Errors: `rate_limited`. */
export function takeStrangersAttempt(limiting: RateLimiting, where: Where): Promise<Attempt> {
  return take(limiting, 'admin-login-account', where);
}
