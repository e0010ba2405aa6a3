/** Which requests are limited how: one table of policies, and the middleware that every route goes through. */
import { AppError } from '#lib/core/errors.ts';
import type { PolicyLimits, PolicyName } from '#lib/core/rate-limit-policies.ts';
import type { Decision, Limit, OnRedisDown, RateLimiter } from '#lib/ports/rate-limiter.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface Policy {
  limit: number;
  windowMs: number;
  /** Parts of the window; a limit a tenant counts on gets the finer ones. */
  buckets: 10 | 60;
  /** Who has the limit: the client's network address, a tenant, one of its visitors, its visitors at an address, an account at an address or anywhere, an admin. */
  subject: 'address' | 'tenant' | 'visitor' | 'visitors-address' | 'account' | 'account_anywhere' | 'admin';
  /** A batch of questions counts as one request, or each of its questions. */
  counts: 'requests' | 'questions';
  onRedisDown: OnRedisDown;
}

const tenant = { subject: 'tenant', buckets: 60, onRedisDown: 'share' } as const;
const address = { subject: 'address', buckets: 10, counts: 'requests', onRedisDown: 'share' } as const;
const tool = { ...tenant, windowMs: MINUTE_MS, counts: 'requests' } as const;

export const POLICIES = {
  'api-hour': { ...address, limit: 1_000, windowMs: HOUR_MS },
  'trial-start-hour': { ...address, limit: 5, windowMs: HOUR_MS },
  'trial-resume-hour': { ...address, limit: 10, windowMs: HOUR_MS },
  'trial-redeem-hour': { ...address, limit: 30, windowMs: HOUR_MS },
  'ask-minute': { ...tenant, limit: 20, windowMs: MINUTE_MS, counts: 'questions' },
  'ask-hour': { ...tenant, limit: 100, windowMs: HOUR_MS, counts: 'questions' },
  'visitor-ask-minute': {
    limit: 10,
    windowMs: MINUTE_MS,
    buckets: 10,
    subject: 'visitor',
    counts: 'questions',
    onRedisDown: 'share',
  },
  // Sessions are free to open, so what one address may ask does not grow with them.
  'visitor-address-minute': {
    limit: 30,
    windowMs: MINUTE_MS,
    buckets: 10,
    subject: 'visitors-address',
    counts: 'questions',
    onRedisDown: 'share',
  },
  'widget-session-minute': { ...address, limit: 30, windowMs: MINUTE_MS },
  'tools-minute': { ...tenant, limit: 60, windowMs: MINUTE_MS, counts: 'requests' },
  'visitor-tools-minute': {
    limit: 10,
    windowMs: MINUTE_MS,
    buckets: 10,
    subject: 'visitor',
    counts: 'requests',
    onRedisDown: 'share',
  },
  'ingest-hour': { ...tenant, limit: 50, windowMs: HOUR_MS, counts: 'requests', onRedisDown: 'reserve' },
  'mcp-rag-query': { ...tool, limit: 20 },
  'mcp-ingest-documents': { ...tool, limit: 5 },
  'mcp-get-trial-status': { ...tool, limit: 30 },
  'mcp-update-settings': { ...tool, limit: 10 },
  'admin-login': {
    limit: 10,
    windowMs: 15 * MINUTE_MS,
    buckets: 60,
    subject: 'account',
    counts: 'requests',
    onRedisDown: 'deny',
  },
  'admin-login-account': {
    limit: 100,
    windowMs: 15 * MINUTE_MS,
    buckets: 60,
    subject: 'account_anywhere',
    counts: 'requests',
    onRedisDown: 'deny',
  },
  'admin-minute': {
    limit: 600,
    windowMs: MINUTE_MS,
    buckets: 10,
    subject: 'admin',
    counts: 'requests',
    onRedisDown: 'share',
  },
} as const satisfies Record<PolicyName, Policy>;

/** What a route is limited by when its contract does not say. */
export const DEFAULT_POLICIES: readonly PolicyName[] = ['api-hour'];

/** What an admin route is limited by: strangers by their address, admins by their account. */
export const ADMIN_POLICIES: readonly PolicyName[] = ['api-hour', 'admin-minute'];

export interface RateLimiting {
  limiter: RateLimiter;
  /** The operator's limits in place of the table's. */
  limits: PolicyLimits;
  /** How many proxies in front of us may be believed about the client's address. */
  trustedProxies: number;
}

/** Whom a request comes from, as far as it is known; a policy whose subject is missing does not apply. */
export interface RateLimitSubject {
  address?: string;
  tenantId?: string;
  visitorId?: string;
  /** The digest of an e-mail address, so that no store of limits holds the address itself. */
  account?: string;
  adminId?: string;
  /** The tenant's own limits in place of all others. */
  limits?: PolicyLimits | undefined;
}

export interface RateLimitVerdict {
  headers: Record<string, string>;
  refusal: AppError | null;
}

function keyOf(
  policy: Policy,
  { address, tenantId, visitorId, account, adminId }: RateLimitSubject,
): string | null {
  switch (policy.subject) {
    case 'address':
      return address ?? null;
    case 'tenant':
      return tenantId ?? null;
    case 'visitor':
      return tenantId && visitorId ? `${tenantId}/${visitorId}` : null;
    case 'visitors-address':
      return tenantId && visitorId && address ? `${tenantId}/${address}` : null;
    case 'account':
      return account && address ? `${account}/${address}` : null;
    case 'account_anywhere':
      return account ?? null;
    case 'admin':
      return adminId ?? null;
  }
}

/** The tenant that a request's limits are about; null when they are about an address or an account only. */
export function tenantOf(limits: readonly Limit[]): string | null {
  for (const { name, key } of limits) {
    const subject = name in POLICIES ? POLICIES[name as PolicyName].subject : null;
    if (subject === 'tenant' || subject === 'visitor' || subject === 'visitors-address')
      return key.split('/')[0]!;
  }
  return null;
}

/** A request never costs more than a limit, so that the largest legal batch passes when nothing else did. */
export function limitsOf(
  rateLimiting: Pick<RateLimiting, 'limits'>,
  names: readonly PolicyName[],
  subject: RateLimitSubject,
  questions: number,
): Limit[] {
  return names.flatMap((name): Limit[] => {
    const policy: Policy = POLICIES[name];
    const key = keyOf(policy, subject);
    if (key === null) return [];
    const limit = subject.limits?.[name] ?? rateLimiting.limits[name] ?? policy.limit;
    const cost = policy.counts === 'questions' ? questions : 1;
    return [
      {
        name,
        key,
        limit,
        windowMs: policy.windowMs,
        cost: Math.max(1, Math.min(cost, limit)),
        algo: 'rolling',
        buckets: policy.buckets,
        onRedisDown: policy.onRedisDown,
        // Addresses and visitors are too many to remember each.
        ledger: policy.subject === 'tenant',
      },
    ];
  });
}

/** The fields of draft-ietf-httpapi-ratelimit-headers; `t` is never more than `Retry-After`. */
function headersOf(limits: readonly Limit[], decision: Decision): Record<string, string> {
  const told = decision.allowed ? decision.limits : decision.limits.filter(({ violated }) => violated);
  const seconds = (ms: number) => Math.ceil(ms / 1_000);
  return {
    'RateLimit-Policy': limits
      .map(({ name, limit, windowMs }) => `"${name}";q=${limit};w=${seconds(windowMs)}`)
      .join(', '),
    RateLimit: told
      .map(({ name, remaining, resetMs }) => `"${name}";r=${remaining};t=${seconds(resetMs)}`)
      .join(', '),
  };
}

function refusalOf(limits: readonly Limit[], { violated, retryAfterMs }: Decision): AppError {
  const { limit, windowMs } = limits.find(({ name }) => name === violated) ?? limits[0]!;
  const wait = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  return new AppError(
    'rate_limited',
    `The limit “${violated}” allows ${limit} in ${windowMs / 1_000} s. Try again in ${wait} s.`,
    { retryAfterSeconds: wait },
  );
}

function verdictOf(limits: readonly Limit[], decision: Decision): RateLimitVerdict {
  return {
    headers: headersOf(limits, decision),
    refusal: decision.allowed ? null : refusalOf(limits, decision),
  };
}

const FREE: RateLimitVerdict = { headers: {}, refusal: null };

/** The limits of one route. Neither verdict throws, whatever Redis does. */
export function rateLimitMiddleware(
  rateLimiting: RateLimiting,
  names: readonly PolicyName[] = DEFAULT_POLICIES,
) {
  return {
    /** Whether it is certain already, without asking anyone, that the request is refused; takes nothing. */
    screen(subject: RateLimitSubject): RateLimitVerdict {
      const limits = limitsOf(rateLimiting, names, subject, 1);
      const known = limits.length === 0 ? null : rateLimiting.limiter.knownRefusal(limits);
      return known ? verdictOf(limits, known) : FREE;
    },
    /** Takes the request's cost from all its limits, or from none. */
    async admit(subject: RateLimitSubject, questions = 1): Promise<RateLimitVerdict> {
      const limits = limitsOf(rateLimiting, names, subject, questions);
      return limits.length === 0 ? FREE : verdictOf(limits, await rateLimiting.limiter.consume(limits));
    },
  };
}
