/** The limiters that are compared, each asked the way its users ask it for three limits. */
import { Redis } from 'ioredis';
import { RedisStore } from 'rate-limit-redis';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import type { Limit } from '#lib/ports/rate-limiter.ts';
import { RedisRateLimiter } from '#lib/security/redis-rate-limiter.ts';

export interface Subject {
  tenant: string;
  address: string;
}

export interface Contender {
  name: string;
  /** True when the request passes. */
  request(subject: Subject): Promise<boolean>;
  close(): Promise<void>;
}

export interface Ceilings {
  minute: number;
  hour: number;
  address: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const silent = { info: () => {}, warn: () => {}, error: () => {} };

const shared = (name: string, key: string, limit: number, windowMs: number): Limit => ({
  name,
  key,
  limit,
  windowMs,
  cost: 1,
  algo: 'rolling',
  onRedisDown: 'share',
});

/** One limit a request instead of three: `minute` alone. */
export async function frontdesk(
  url: string,
  ceilings: Ceilings,
  limits: 1 | 3,
  deadlineMs = 100,
): Promise<Contender> {
  const limiter = await RedisRateLimiter.open({ url, log: silent, deadlineMs });
  return {
    name: 'frontdesk',
    async request({ tenant, address }) {
      const minute = shared('ask-minute', tenant, ceilings.minute, MINUTE_MS);
      if (limits === 1) return (await limiter.consume([minute])).allowed;
      const decision = await limiter.consume([
        minute,
        shared('ask-hour', tenant, ceilings.hour, HOUR_MS),
        { ...shared('api-hour', address, ceilings.address, HOUR_MS), buckets: 10, ledger: false },
      ]);
      return decision.allowed;
    },
    close: () => limiter.close(),
  };
}

export async function flexible(url: string, ceilings: Ceilings, limits: 1 | 3): Promise<Contender> {
  const client = new Redis(url);
  const limiter = (keyPrefix: string, points: number, seconds: number) =>
    new RateLimiterRedis({
      storeClient: client,
      keyPrefix,
      points,
      duration: seconds,
      inMemoryBlockOnConsumed: points,
    });
  const minute = limiter('minute', ceilings.minute, 60);
  const hour = limiter('hour', ceilings.hour, 3_600);
  const perAddress = limiter('address', ceilings.address, 3_600);
  await client.ping();
  return {
    name: 'rate-limiter-flexible',
    async request({ tenant, address }) {
      const asked =
        limits === 1
          ? [minute.consume(tenant)]
          : [minute.consume(tenant), hour.consume(tenant), perAddress.consume(address)];
      return Promise.all(asked).then(
        () => true,
        (refusal: unknown) => {
          if (refusal instanceof Error) throw refusal;
          return false;
        },
      );
    },
    close: async () => client.disconnect(),
  };
}

export async function rateLimitRedis(url: string, ceilings: Ceilings, limits: 1 | 3): Promise<Contender> {
  const client = new Redis(url);
  const store = (prefix: string, windowMs: number) => {
    const made = new RedisStore({
      prefix,
      sendCommand: (command: string, ...args: string[]) => client.call(command, ...args) as Promise<never>,
    });
    made.init({ windowMs } as Parameters<RedisStore['init']>[0]);
    return made;
  };
  const minute = store('rlr-minute:', MINUTE_MS);
  const hour = store('rlr-hour:', HOUR_MS);
  const perAddress = store('rlr-address:', HOUR_MS);
  await client.ping();
  return {
    name: 'rate-limit-redis',
    async request({ tenant, address }) {
      if (limits === 1) return (await minute.increment(tenant)).totalHits <= ceilings.minute;
      const [a, b, c] = await Promise.all([
        minute.increment(tenant),
        hour.increment(tenant),
        perAddress.increment(address),
      ]);
      return (
        a.totalHits <= ceilings.minute && b.totalHits <= ceilings.hour && c.totalHits <= ceilings.address
      );
    },
    close: async () => client.disconnect(),
  };
}

/** What one command a request costs at least. */
export async function bareCommand(url: string, what: 'PING' | 'EVALSHA return 1'): Promise<Contender> {
  const client = new Redis(url);
  const sha = (await client.script('LOAD', 'return 1')) as string;
  return {
    name: what,
    request: async ({ tenant }) =>
      (what === 'PING' ? await client.ping() : await client.evalsha(sha, 1, tenant)) !== null,
    close: async () => client.disconnect(),
  };
}
