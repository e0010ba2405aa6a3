/** Who may do what: tokens that work, scopes that bind, keys that end at once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '#lib/contracts/routes.ts';
import { SCOPES } from '#lib/core/caller.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant, type TenantClient, tenantClient } from '../fixtures/tenant-client.ts';

let product: Product;
let tenant: TenantClient;
let now = new Date();

beforeAll(async () => {
  product = await openProduct({ ports: { clock: { now: () => now } } });
  tenant = await startTenant(product.url);
});
afterAll(() => product.close());

async function newKey(scopes: readonly string[], rest: object = {}) {
  const response = await tenant.call('POST', '/api/trial/keys', { name: 'test', scopes, ...rest });
  expect(response.status).toBe(201);
  const { key, key_id } = await response.json();
  return { id: key_id as string, client: tenantClient(product.url, tenant.tenantId, key) };
}

const target = (path: string) => path.replaceAll(/\{\w+\}/g, '01890000-0000-7000-8000-00000000000a');
/** What concerns the whole tenant: no API key may. */
const OWNERS = new Set(['exportTrial', 'eraseTrial', 'cancelWorkflow']);
const guarded = ROUTES.filter(({ auth }) => auth === 'tenant' || auth === 'tenant_or_visitor');

describe('a credential', () => {
  it('that is none is refused everywhere with 401 and a challenge', async () => {
    const right = tenant.token;
    const wrong = [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      right,
      `Basic ${right}`,
      `Bearer ${right}x`,
      `Bearer ${right.slice(0, -1)}`,
      `Bearer ${right.toLowerCase()}`,
      `Bearer fdt_${'A'.repeat(43)}`,
      `Bearer fd_${right.slice(4)}`,
      `Bearer ${right} ${right}`,
      `Bearer ${'x'.repeat(5_000)}`,
      `Bearer ' or 1=1 --`,
      'Bearer null',
      `Bearer ${right}%00`,
      'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.',
    ];
    for (const authorization of wrong) {
      const headers = authorization === undefined ? {} : { authorization };
      const response = await fetch(`${product.url}/api/trial`, { headers });
      expect([response.status, (await response.json()).code], String(authorization)).toEqual([
        401,
        'unauthenticated',
      ]);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
    for (const { method, path } of guarded) {
      const response = await fetch(product.url + target(path), {
        method,
        headers: { authorization: wrong[9]! },
      });
      expect(`${method} ${path} ${response.status}`).toBe(`${method} ${path} 401`);
    }
  });

  it('in a query parameter or a cookie counts for nothing', async () => {
    const query = await fetch(`${product.url}/api/trial?token=${tenant.token}&access_token=${tenant.token}`);
    const cookie = await fetch(`${product.url}/api/trial`, { headers: { cookie: `token=${tenant.token}` } });
    expect([query.status, cookie.status]).toEqual([401, 401]);
  });

  it('opens the routes of its scopes and no others', async () => {
    for (const scope of SCOPES) {
      const { client } = await newKey([scope]);
      // The MCP endpoint has none: each tool has its own (mcp.test.ts).
      for (const route of guarded.filter((one) => one.scope !== undefined)) {
        const response = await client.call(
          route.method,
          target(route.path),
          route.method === 'GET' ? undefined : '{',
        );
        await response.body?.cancel();
        const seen = `${scope} on ${route.operationId}: ${response.status === 403 ? 'refused' : 'let in'}`;
        const letIn = route.scope === scope && !OWNERS.has(route.operationId);
        expect(seen).toBe(`${scope} on ${route.operationId}: ${letIn ? 'let in' : 'refused'}`);
      }
    }
  });

  it('cannot hand out more than it holds', async () => {
    const { client } = await newKey(['trial:write']);
    const response = await client.call('POST', '/api/trial/keys', { name: 'more', scopes: ['ask'] });
    expect([response.status, (await response.json()).code]).toEqual([403, 'forbidden']);
  });

  it('is refused on the request after it was revoked', async () => {
    const { id, client } = await newKey(['trial:read']);
    expect((await client.call('GET', '/api/trial')).status).toBe(200);
    expect((await tenant.call('DELETE', `/api/trial/keys/${id}`)).status).toBe(204);
    expect((await client.call('GET', '/api/trial')).status).toBe(401);
    expect((await tenant.call('DELETE', `/api/trial/keys/${id}`)).status).toBe(404);
  });

  it('is refused from the moment it expires', async () => {
    const soon = new Date(now.getTime() + 60_000);
    const { client } = await newKey(['trial:read'], { expires_at: soon.toISOString() });
    expect((await client.call('GET', '/api/trial')).status).toBe(200);
    now = soon;
    expect((await client.call('GET', '/api/trial')).status).toBe(401);
  });

  it('is shown once and kept nowhere but as a digest', async () => {
    const { client } = await newKey(['trial:read']);
    const list = await (await tenant.call('GET', '/api/trial/keys')).text();
    expect(list).not.toContain(client.token);
    const stored = await product.ports.database.asTenant(tenant.tenantId, async (tx) => [
      await tx.selectFrom('api_keys').selectAll().execute(),
      await tx.selectFrom('audit_log').selectAll().execute(),
    ]);
    expect(JSON.stringify(stored)).not.toContain(client.token);
    expect(JSON.stringify(stored)).not.toContain(tenant.token);
  });
});
