/** The limits of the product over HTTP: what the policy table says, and what an operator sets for one tenant. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setRateLimits } from '#lib/security/set-rate-limits.ts';
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

  it('follows what an operator sets for one tenant, from the next request on', async () => {
    const [tenant, other] = [await startTenant(product.url), await startTenant(product.url)];
    const ask = async (who: typeof tenant) => (await who.call('POST', '/api/ask', { query: 'Open?' })).status;
    await setRateLimits(product.ports, { tenantId: tenant.tenantId, limits: { 'ask-minute': 2 } });
    expect([await ask(tenant), await ask(tenant), await ask(tenant)]).toEqual([200, 200, 429]);
    expect(await ask(other)).toBe(200);
    await setRateLimits(product.ports, { tenantId: tenant.tenantId, limits: { 'ask-minute': null } });
    expect(await ask(tenant)).toBe(200);
    await setRateLimits(product.ports, { tenantId: tenant.tenantId, limits: { 'ask-minute': 0 } });
    expect(await ask(tenant)).toBe(429);
  });

  it('takes no limit that is not one, and none for a tenant that is not there', async () => {
    const tenant = await startTenant(product.url);
    const set = (tenantId: string, limits: object) => setRateLimits(product.ports, { tenantId, limits });
    await expect(set(tenant.tenantId, { 'ask-minute': -1 })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await expect(set(tenant.tenantId, { 'no-policy': 5 })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(set('01890000-0000-7000-8000-00000000dead', { 'ask-minute': 5 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('starts five trials an hour for one address', async () => {
    // The tests above started four.
    expect((await start()).status).toBe(201);
    const refused = await start();
    expect(refused.status).toBe(429);
    expect((await refused.json()).detail).toContain('“trial-start-hour” allows 5 in 3600 s');
  });

  it('says that its limits work', async () => {
    const ready = await (await fetch(`${product.url}/api/health/ready`)).json();
    expect(ready.parts.rate_limits).toBe('ok');
  });
});
