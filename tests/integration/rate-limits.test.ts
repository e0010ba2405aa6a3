/** The limits of the product over HTTP: what the policy table says, and what an operator sets for one tenant. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '#lib/contracts/admin.ts';
import { type SetRateLimitsInput, setRateLimits } from '#lib/security/set-rate-limits.ts';
import { firstOwner } from '../fixtures/admin-client.ts';
import { ADMIN } from '../fixtures/http-host.ts';
import { connect, errorOf } from '../fixtures/mcp-client.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant } from '../fixtures/tenant-client.ts';

let product: Product;
beforeAll(async () => {
  product = await openProduct({ env: { RATE_LIMITS: '' } });
});
afterAll(() => product.close());

const start = () =>
  fetch(`${product.url}/api/trial/start`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: 'a@example.com', business_name: 'A', business_type: 'other' }),
  });

const setLimits = (input: SetRateLimitsInput) =>
  setRateLimits(product.ports, { ...ADMIN, requestId: 'r', address: '127.0.0.1' }, input);

describe('the product’s own limits', () => {
  it('admits 20 questions a minute of a tenant, whoever asks, and answers 429 after that', async () => {
    const tenant = await startTenant(product.url);
    const ask = (body: object) => tenant.call('POST', '/api/ask', body);
    const batch = await ask({ queries: Array.from({ length: 15 }, (_, n) => ({ query: `Question ${n}?` })) });
    expect(batch.status).toBe(200);
    expect(batch.headers.get('ratelimit')).toContain('"ask-minute";r=5;');
    const rest = await Promise.all(Array.from({ length: 10 }, (_, n) => ask({ query: `And ${n}?` })));
    expect(rest.filter(({ status }) => status === 200)).toHaveLength(5);
    const refused = rest.find(({ status }) => status === 429)!;
    expect((await refused.json()).code).toBe('rate_limited');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    // Refused questions are not taken from the quota.
    expect((await tenant.trial()).usage.queries_used).toBe(20);
  });

  it('limits a tenant’s calls of a tool of MCP, the questions of it among the tenant’s others', async () => {
    const tenant = await startTenant(product.url);
    const client = await connect(product.url, tenant.token);
    const call = (name: string, args: Record<string, unknown>) => client.callTool({ name, arguments: args });
    for (let n = 0; n < 5; n++) {
      const documents = [{ title: `${n}`, content: `Document ${n}.` }];
      expect((await call('ingest_documents', { documents })).isError).toBeFalsy();
    }
    const refused = await call('ingest_documents', { documents: [{ title: 'x', content: 'X.' }] });
    expect(errorOf(refused)).toMatchObject({ code: 'rate_limited', retry_after: expect.any(Number) });
    const queries = Array.from({ length: 19 }, (_, n) => ({ query: `Question ${n}?` }));
    expect((await call('rag_query_batch', { queries })).isError).toBeFalsy();
    expect((await tenant.call('POST', '/api/ask', { query: 'The twentieth?' })).status).toBe(200);
    expect(errorOf(await call('rag_query', { query: 'One more?' })).code).toBe('rate_limited');
    await client.close();
  });

  it('follows what an operator sets for one tenant, from the next request on', async () => {
    const [tenant, other] = [await startTenant(product.url), await startTenant(product.url)];
    const ask = async (who: typeof tenant) => (await who.call('POST', '/api/ask', { query: 'Open?' })).status;
    await setLimits({ tenantId: tenant.tenantId, limits: { 'ask-minute': 2 } });
    expect([await ask(tenant), await ask(tenant), await ask(tenant)]).toEqual([200, 200, 429]);
    expect(await ask(other)).toBe(200);
    await setLimits({ tenantId: tenant.tenantId, limits: { 'ask-minute': null } });
    expect(await ask(tenant)).toBe(200);
    await setLimits({ tenantId: tenant.tenantId, limits: { 'ask-minute': 0 } });
    expect(await ask(tenant)).toBe(429);
  });

  it('takes no limit that is not one, and none for a tenant that is not there', async () => {
    const tenant = await startTenant(product.url);
    const owner = await firstOwner(product);
    const set = (tenantId: string, limits: object) =>
      owner.call('POST', `/api/admin/trials/${tenantId}/rate-limit`, { limits });
    for (const wrong of [{ 'ask-minute': -1 }, { 'ask-minute': 1.5 }, { 'no-policy': 5 }, {}])
      expect((await set(tenant.tenantId, wrong)).status).toBe(400);
    expect((await set('01890000-0000-7000-8000-00000000dead', { 'ask-minute': 5 })).status).toBe(404);
    await set(tenant.tenantId, { 'ask-minute': 5, 'ask-hour': 50 });
    const response = await set(tenant.tenantId, { 'ask-minute': null });
    expect([response.status, await response.json()]).toEqual([200, { limits: { 'ask-hour': 50 } }]);
    const { entries } = await owner.get<{ entries: AuditEntry[] }>(
      `/api/admin/audit?subject=trial:${tenant.tenantId}`,
    );
    expect(entries.map(({ email, before, after }) => [email, before, after])).toEqual([
      [owner.email, { 'ask-minute': 5, 'ask-hour': 50 }, { 'ask-hour': 50 }],
      [owner.email, {}, { 'ask-minute': 5, 'ask-hour': 50 }],
    ]);
  });

  it('starts five trials an hour for one address', async () => {
    // The tests above started five, each of which was let in.
    const refused = await start();
    expect(refused.status).toBe(429);
    expect((await refused.json()).detail).toContain('“trial-start-hour” allows 5 in 3600 s');
  });

  it('says that its limits work', async () => {
    const ready = await (await fetch(`${product.url}/api/health/ready`)).json();
    expect(ready.parts.rate_limits).toBe('ok');
  });
});
