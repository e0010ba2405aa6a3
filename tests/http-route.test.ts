import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineRoute } from '#lib/contracts/route-contract.ts';
import { AppError, notFound } from '#lib/core/errors.ts';
import { createRoute, type RouteHandler } from '#lib/http/route.ts';
import { noParams, TENANT, testApp } from './fixtures/http-host.ts';

const echo = defineRoute({
  operationId: 'echo',
  method: 'POST',
  path: '/api/things/{thing_id}',
  summary: 'Echo.',
  auth: 'tenant',
  scope: 'kb:write',
  params: z.object({ thing_id: z.uuid() }),
  query: z.object({ limit: z.coerce.number().int().default(5) }),
  body: z.strictObject({ name: z.string().min(1), secret: z.string().optional() }),
  idempotent: true,
  responses: { 201: { description: 'Made.' } },
  errors: [],
});

const ID = '01890000-0000-7000-8000-00000000000a';
const params = (thing_id = ID) => ({ params: Promise.resolve({ thing_id }) });

function call(body: unknown, headers: Record<string, string> = {}, query = ''): Request {
  return new Request(`http://localhost/api/things/${ID}${query}`, {
    method: 'POST',
    headers: { authorization: 'Bearer good', 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

function route(
  handler: RouteHandler<ReturnType<typeof testApp>, typeof echo> = async ({
    params: p,
    query,
    body,
    caller,
  }) => ({
    status: 201,
    body: { ...p, ...query, ...body, tenant_id: caller.tenantId },
  }),
  app = testApp(),
) {
  return { app, POST: createRoute(async () => app, echo, handler) };
}

describe('createRoute', () => {
  it('gives the handler checked params, query, body and caller, and sends its result as JSON', async () => {
    const response = await route().POST(call({ name: 'Ada' }), params());
    expect(response.status).toBe(201);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({
      thing_id: ID,
      limit: 5,
      name: 'Ada',
      tenant_id: TENANT.tenantId,
    });
  });

  it('sends the security headers of an API answer on successes and problems', async () => {
    for (const request of [call({ name: 'Ada' }), call('{')]) {
      const { headers } = await route().POST(request, params());
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('strict-transport-security')).toBeNull();
    }
    const { headers } = await route(undefined, testApp('https://desk.example')).POST(
      call({ name: 'A' }),
      params(),
    );
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d+/);
  });

  it('keeps a well-formed request id and replaces any other', async () => {
    const kept = await route().POST(call({ name: 'A' }, { 'x-request-id': 'trace-1.a' }), params());
    expect(kept.headers.get('x-request-id')).toBe('trace-1.a');
    for (const bad of ['a b', 'x'.repeat(129), '"q"', '']) {
      const replaced = await route().POST(call({ name: 'A' }, { 'x-request-id': bad }), params());
      expect(replaced.headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    }
  });

  it('answers 401 with WWW-Authenticate without a credential that works', async () => {
    for (const authorization of [
      '',
      'Bearer ',
      'Basic Z29vZA==',
      'Bearer bad',
      'Bearer good x',
      `Bearer ${'a'.repeat(600)}`,
    ]) {
      const response = await route().POST(call({ name: 'A' }, { authorization }), params());
      expect(response.status, authorization).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain('Bearer');
      expect((await response.json()).code).toBe('unauthenticated');
    }
  });

  it('answers 403 naming the scope that is missing', async () => {
    const app = testApp();
    app.authenticate = async (requestId) => ({ ...TENANT, requestId, scopes: ['ask'] });
    const response = await route(undefined, app).POST(call({ name: 'A' }), params());
    expect(response.status).toBe(403);
    expect((await response.json()).detail).toContain('kb:write');
  });

  it('answers a malformed id exactly like a missing one', async () => {
    const missing = route(async () => {
      throw notFound();
    });
    const id = { 'x-request-id': 'same' };
    const bodies = await Promise.all([
      missing.POST(call({ name: 'A' }, id), params()).then((response) => response.text()),
      missing.POST(call({ name: 'A' }, id), params('not-a-uuid')).then((response) => response.text()),
      missing
        .POST(call({ name: 'A' }, id), params("'; drop table tenants; --"))
        .then((response) => response.text()),
    ]);
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ status: 404, code: 'not_found' });
    expect(bodies[1]).toBe(bodies[0]);
    expect(bodies[2]).toBe(bodies[0]);
  });

  it('names refused fields without repeating what was in them', async () => {
    const response = await route().POST(call({ name: '', secret: 42, extra: 'hunter2' }), params());
    expect(response.status).toBe(400);
    const text = await response.text();
    expect(JSON.parse(text).errors.map((field: { path: string }) => field.path)).toEqual(
      expect.arrayContaining(['name', 'secret']),
    );
    expect(text).not.toContain('hunter2');
  });

  it('refuses bad and repeated query parameters, and NUL characters', async () => {
    for (const [request, path] of [
      [call({ name: 'A' }, {}, '?limit=many'), 'limit'],
      [call({ name: 'A' }, {}, '?limit=1&limit=2'), 'limit'],
      [call({ name: 'a\0b' }), 'name'],
    ] as const) {
      const response = await route().POST(request, params());
      expect(response.status).toBe(400);
      expect((await response.json()).errors[0].path).toBe(path);
    }
  });

  it('writes one line per request, with the route and tenant but neither body, token nor id', async () => {
    const { app, POST } = route();
    await POST(call({ name: 'private words' }, { 'x-request-id': 'r-9' }), params());
    expect(app.lines).toHaveLength(1);
    expect(app.lines[0]).toMatchObject({
      level: 'info',
      fields: {
        request_id: 'r-9',
        method: 'POST',
        route: '/api/things/{thing_id}',
        status: 201,
        tenant_id: TENANT.tenantId,
      },
    });
    expect(JSON.stringify(app.lines)).not.toMatch(/private words|good|00000000000a/);
  });

  it('logs the cause of an unknown failure under the request id, and tells the caller nothing of it', async () => {
    const { app, POST } = route(async () => {
      throw new Error('connect ECONNREFUSED 10.0.0.7');
    });
    const response = await POST(call({ name: 'A' }, { 'x-request-id': 'r-10' }), params());
    expect(await response.text()).not.toContain('10.0.0.7');
    expect(app.lines).toHaveLength(1);
    expect(app.lines[0]).toMatchObject({
      level: 'error',
      fields: { request_id: 'r-10', status: 500, code: 'internal' },
    });
    expect(JSON.stringify(app.lines[0]?.fields.causes)).toContain('10.0.0.7');
  });

  it('answers with a problem when there is no application', async () => {
    const POST = createRoute(
      () => Promise.reject(new AppError('database_unavailable', 'Down.')),
      echo,
      async () => ({ status: 201 }),
    );
    const response = await POST(call({ name: 'A' }), params());
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
  });

  it('sends 204 without a body', async () => {
    const response = await route(async () => ({ status: 204 })).POST(call({ name: 'A' }), params());
    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
  });
});

describe('Idempotency-Key', () => {
  it('answers a repeat from the first, also with keys in another order, and says so', async () => {
    let runs = 0;
    const { POST } = route(async () => ({ status: 201, body: { run: ++runs } }));
    const key = { 'idempotency-key': 'k-1' };
    const first = await POST(call({ name: 'A', secret: 's' }, key), params());
    const second = await POST(call('{"secret":"s", "name":"A"}', key), params());
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(await second.json()).toEqual(await first.json());
    expect(second.status).toBe(201);
    expect(runs).toBe(1);
  });

  it('refuses the key with another body, and runs without a key every time', async () => {
    let runs = 0;
    const { POST } = route(async () => ({ status: 201, body: { run: ++runs } }));
    await POST(call({ name: 'A' }, { 'idempotency-key': 'k' }), params());
    const reused = await POST(call({ name: 'B' }, { 'idempotency-key': 'k' }), params());
    expect(reused.status).toBe(409);
    expect((await reused.json()).code).toBe('idempotency_key_reused');
    await POST(call({ name: 'A' }), params());
    await POST(call({ name: 'A' }), params());
    expect(runs).toBe(3);
  });

  it('refuses a key we could not keep', async () => {
    for (const key of ['with space', 'x'.repeat(201)]) {
      const response = await route().POST(call({ name: 'A' }, { 'idempotency-key': key }), params());
      expect(response.status).toBe(400);
      expect((await response.json()).errors[0].path).toBe('Idempotency-Key');
    }
  });
});

describe('anonymous routes', () => {
  it('need no credential and pass the request id on', async () => {
    const contract = defineRoute({
      operationId: 'hello',
      method: 'GET',
      path: '/api/hello',
      summary: 'Hello.',
      auth: 'anonymous',
      responses: { 200: { description: 'Hello.' } },
      errors: [],
    });
    const GET = createRoute(
      async () => testApp(),
      contract,
      async ({ caller }) => ({ status: 200, body: caller }),
    );
    const response = await GET(
      new Request('http://localhost/api/hello', { headers: { 'x-request-id': 'r' } }),
      noParams,
    );
    expect(await response.json()).toEqual({ kind: 'anonymous', requestId: 'r' });
  });
});
