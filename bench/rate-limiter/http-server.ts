/** One HTTP instance for the bench with three limits, by our limiter, by rate-limiter-flexible, or by none. */
import { createServer } from 'node:http';
import { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { defineRoute } from '#lib/contracts/route-contract.ts';
import type { PolicyLimits } from '#lib/core/rate-limit-policies.ts';
import { createRoute } from '#lib/http/route.ts';
import type { Decision, Limit, RateLimiter } from '#lib/ports/rate-limiter.ts';
import { type RateLimiting, rateLimitMiddleware } from '#lib/security/rate-limiting.ts';
import { RedisRateLimiter } from '#lib/security/redis-rate-limiter.ts';
import { createHost, listen } from '#server/host.ts';
import { testApp } from '../../tests/fixtures/http-host.ts';

export interface HttpServerPlan {
  limiter: 'frontdesk' | 'rate-limiter-flexible' | 'none';
  /** The product's host and route, or Node's bare server, whose own work hides less of the limiter's. */
  host: 'product' | 'bare';
  url: string;
  limits: PolicyLimits;
}

const log = { info: () => {}, warn: () => {}, error: () => {} };

/** The parts of a limiter that a route does not use here. */
const unused = {
  knownRefusal: () => null,
  settle: async () => {},
  reset: async () => {},
  health: () => 'ok' as const,
  stats: () => ({
    allowed: 0,
    refused: 0,
    refusedFromCache: 0,
    degraded: 0,
    breakerOpened: 0,
    dataLosses: 0,
  }),
  close: async () => {},
};

function decision(
  limits: readonly Limit[],
  states: readonly { remaining: number; resetMs: number; violated: boolean }[],
): Decision {
  const violated = states.findIndex((state) => state.violated);
  return {
    allowed: violated === -1,
    violated: limits[violated]?.name ?? null,
    retryAfterMs: states[violated]?.resetMs ?? 0,
    limits: states.map((state, i) => ({
      ...state,
      name: limits[i]!.name,
      limit: limits[i]!.limit,
      windowMs: limits[i]!.windowMs,
    })),
    source: 'redis',
    degraded: false,
  };
}

function none(): RateLimiter {
  const consume = async (limits: readonly Limit[]) =>
    decision(
      limits,
      limits.map(({ limit }) => ({ remaining: limit, resetMs: 0, violated: false })),
    );
  return { ...unused, consume, peek: consume };
}

/** One RateLimiterRedis a policy, asked side by side, as its users do. */
function flexible(url: string): RateLimiter {
  const client = new Redis(url);
  const made = new Map<string, RateLimiterRedis>();
  const limiterOf = ({ name, limit, windowMs }: Limit) => {
    const known = made.get(name);
    if (known) return known;
    const limiter = new RateLimiterRedis({
      storeClient: client,
      keyPrefix: name,
      points: limit,
      duration: windowMs / 1_000,
      inMemoryBlockOnConsumed: limit,
    });
    made.set(name, limiter);
    return limiter;
  };
  const consume = async (limits: readonly Limit[]) => {
    const results = await Promise.all(
      limits.map((limit) =>
        limiterOf(limit)
          .consume(limit.key, limit.cost)
          .then(
            (result) => ({
              remaining: result.remainingPoints,
              resetMs: result.msBeforeNext,
              violated: false,
            }),
            (refusal: unknown) => {
              if (!(refusal instanceof RateLimiterRes)) throw refusal;
              return { remaining: 0, resetMs: refusal.msBeforeNext, violated: true };
            },
          ),
      ),
    );
    return decision(limits, results);
  };
  return { ...unused, consume, peek: consume };
}

const ask = defineRoute({
  operationId: 'benchAsk',
  method: 'GET',
  path: '/api/bench',
  summary: 'A route with three limits.',
  auth: 'tenant',
  limits: ['api-hour', 'ask-minute', 'ask-hour'],
  responses: { 200: { description: 'Admitted.' } },
  errors: [],
});

function productServer(rateLimiting: RateLimiting) {
  const app = testApp();
  app.log = log;
  app.rateLimiting = rateLimiting;
  // The tenant is what the token says: nothing but limits is measured.
  app.authenticate = async (requestId, token) => ({
    kind: 'tenant',
    requestId,
    tenantId: token,
    credential: 'trial_token',
    scopes: ['ask'],
  });
  const GET = createRoute(
    async () => app,
    ask,
    async () => ({ status: 200, body: {} }),
  );
  const pages = { handle: async () => {}, close: async () => {} };
  return createHost({ table: [{ path: ask.path, methods: { GET } }], pages, log });
}

function bareServer(rateLimiting: RateLimiting) {
  const limits = rateLimitMiddleware(rateLimiting, ask.limits);
  return createServer(async (incoming, outgoing) => {
    const tenantId = incoming.headers.authorization?.slice('Bearer '.length) ?? '';
    const { headers, refusal } = await limits.admit({ address: incoming.socket.remoteAddress!, tenantId });
    outgoing.writeHead(refusal ? 429 : 200, { ...headers, 'Content-Length': '2' }).end('{}');
  });
}

async function serve({ limiter, host, url, limits }: HttpServerPlan): Promise<void> {
  const open = {
    frontdesk: () => RedisRateLimiter.open({ url, log }),
    'rate-limiter-flexible': async () => flexible(url),
    none: async () => none(),
  };
  const rateLimiting = { limiter: await open[limiter](), limits, trustedProxies: 0 };
  const server = host === 'product' ? productServer(rateLimiting) : bareServer(rateLimiting);
  process.on('disconnect', () => process.exit());
  process.send!(await listen(server, 0, 'localhost'));
}

await serve(JSON.parse(process.argv[2]!) as HttpServerPlan);
