import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineRoute } from '#lib/contracts/route-contract.ts';
import type { PolicyLimits } from '#lib/core/rate-limit-policies.ts';
import { createRoute } from '#lib/http/route.ts';
import { memoryRateLimiter } from '#lib/security/memory-rate-limiter.ts';
import { runHost, type TestApp, testApp } from './fixtures/http-host.ts';

const ask = defineRoute({
  operationId: 'askTest',
  method: 'POST',
  path: '/api/ask-test',
  summary: 'Ask.',
  auth: 'tenant',
  body: z.strictObject({ n: z.number() }),
  limits: ['api-hour', 'ask-minute'],
  questions: (body) => (body as { n: number }).n,
  responses: { 200: { description: 'Asked.' } },
  errors: [],
});
const ping = defineRoute({
  operationId: 'pingTest',
  method: 'GET',
  path: '/api/ping',
  summary: 'Ping.',
  auth: 'anonymous',
  responses: { 200: { description: 'Pong.' } },
  errors: [],
});
const free = defineRoute({ ...ping, operationId: 'free', path: '/api/free', limits: [] });

function appWith(limits: PolicyLimits, trustedProxies = 0): TestApp {
  const app = testApp();
  app.rateLimiting = { limiter: memoryRateLimiter(), limits, trustedProxies };
  return app;
}

function host(app: TestApp) {
  const get = async () => app;
  const ok = async () => ({ status: 200, body: {} });
  return runHost(
    [
      { path: ask.path, methods: { POST: createRoute(get, ask, ok) } },
      {
        path: ping.path,
        methods: {
          GET: createRoute(get, ping, async ({ stream, headers }) =>
            headers.get('accept') === 'text/event-stream'
              ? stream(async function* () {
                  yield { event: 'done', data: 1 };
                })
              : { status: 200, body: {} },
          ),
        },
      },
      { path: free.path, methods: { GET: createRoute(get, free, ok) } },
    ],
    app,
  );
}

const post = (url: string, n: unknown, token = 'good') =>
  fetch(`${url}/api/ask-test`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ n }),
  });

describe('a limited route', () => {
  it('tells its limits with every answer, streams and problems too', async () => {
    await using running = await host(appWith({ 'api-hour': 10 }));
    const answers = [
      await post(running.url, 1),
      await post(running.url, 'no number'),
      await post(running.url, 1, 'bad'),
      await fetch(`${running.url}/api/ping`, { headers: { accept: 'text/event-stream' } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 401, 200]);
    for (const [n, { headers }] of answers.entries()) {
      expect(headers.get('ratelimit-policy')).toContain('"api-hour";q=10;w=3600');
      expect(headers.get('ratelimit')).toMatch(new RegExp(`"api-hour";r=${9 - n};t=\\d+`));
    }
    await Promise.all(answers.map((answer) => answer.text()));
  });

  it('answers 429 with the policy, Retry-After and a problem, and runs nothing', async () => {
    await using running = await host(appWith({ 'ask-minute': 3 }));
    expect((await post(running.url, 2)).status).toBe(200);
    const refused = await post(running.url, 2);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(await refused.json()).toMatchObject({
      code: 'rate_limited',
      detail: expect.stringContaining('“ask-minute” allows 3'),
    });
    const t = Number(/t=(\d+)/.exec(refused.headers.get('ratelimit')!)![1]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(t);
    expect((await post(running.url, 1)).status).toBe(200);
  });

  it('counts wrong credentials against their address, and refuses before it looks at the next one', async () => {
    const app = appWith({ 'api-hour': 5 });
    let looked = 0;
    const authenticate = app.authenticate;
    app.authenticate = (...given) => {
      looked += 1;
      return authenticate(...given);
    };
    await using running = await host(app);
    for (let n = 0; n < 5; n++) expect((await post(running.url, 1, 'bad')).status).toBe(401);
    expect((await post(running.url, 1, 'bad')).status).toBe(429);
    expect((await post(running.url, 1, 'good')).status).toBe(429);
    expect(looked).toBe(5);
  });

  it('does not believe headers about the address', async () => {
    await using running = await host(appWith({ 'api-hour': 3 }));
    const statuses: number[] = [];
    for (let n = 0; n < 5; n++) {
      const headers = {
        'X-Forwarded-For': `10.0.0.${n}`,
        'X-Real-IP': `10.0.1.${n}`,
        Forwarded: `for=10.0.2.${n}`,
        'CF-Connecting-IP': `10.0.3.${n}`,
      };
      statuses.push((await fetch(`${running.url}/api/ping`, { headers })).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
  });

  it('takes clients apart behind a trusted proxy', async () => {
    await using running = await host(appWith({ 'api-hour': 1 }, 1));
    const ask = async (forwarded: string) =>
      (await fetch(`${running.url}/api/ping`, { headers: { 'X-Forwarded-For': forwarded } })).status;
    expect(await ask('198.51.100.1')).toBe(200);
    expect(await ask('198.51.100.2')).toBe(200);
    expect(await ask('6.6.6.6, 198.51.100.1')).toBe(429);
  });

  it('leaves a route without limits alone', async () => {
    await using running = await host(appWith({ 'api-hour': 0 }));
    const { status, headers } = await fetch(`${running.url}/api/free`);
    expect(status).toBe(200);
    expect(headers.get('ratelimit')).toBeNull();
    expect((await fetch(`${running.url}/api/ping`)).status).toBe(429);
  });
});
