/** A tenant's branding over HTTP: what is given changes, the rest stays, and nobody else sees it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Branding } from '#lib/contracts/branding.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';

const PATH = '/api/trial/branding';
let product: Product;
let tenant: TenantClient;
let now = new Date();

beforeAll(async () => {
  product = await openProduct({ ports: { clock: { now: () => now } } });
  tenant = await startTenant(product.url);
});
afterAll(() => product.close());

async function put(body: unknown): Promise<Branding> {
  const response = await tenant.call('PUT', PATH, body);
  expect(response.status).toBe(200);
  return (await response.json()) as Branding;
}

describe('PUT /api/trial/branding', () => {
  it('starts from defaults, changes the given fields only, and answers what GET answers', async () => {
    const before = await tenant.get<Branding>(PATH);
    expect(before).toMatchObject({ display_name: null, position: 'bottom-right', updated_at: null });
    expect(before.allowed_origins).toEqual([]);
    const first = await put({
      display_name: 'Birdie',
      primary_color: '#ABC',
      allowed_origins: ['https://b.example/'],
    });
    expect(first).toMatchObject({
      display_name: 'Birdie',
      primary_color: '#aabbcc',
      allowed_origins: ['https://b.example'],
      theme: 'auto',
      updated_at: now.toISOString(),
    });
    const second = await put({ theme: 'dark', primary_color: null });
    expect(second).toEqual({ ...first, theme: 'dark', primary_color: null });
    expect(await tenant.get(PATH)).toEqual(second);
  });

  it('keeps both of two changes that come at once', async () => {
    await Promise.all([put({ tone: 'formal' }), put({ welcome_message: 'Good day.' })]);
    expect(await tenant.get(PATH)).toMatchObject({ tone: 'formal', welcome_message: 'Good day.' });
  });

  it('refuses wrong values by name and changes nothing', async () => {
    const before = await tenant.get(PATH);
    const response = await tenant.call('PUT', PATH, {
      display_name: 'Kept out',
      primary_color: 'red',
      allowed_origins: ['https://ok.example', '*'],
    });
    expect(response.status).toBe(400);
    const { errors } = await response.json();
    const paths = errors.map(({ path }: { path: string }) => path).sort();
    expect(paths).toEqual(['allowed_origins.1', 'primary_color']);
    expect(await tenant.get(PATH)).toEqual(before);
  });

  it('needs trial:write, reading needs trial:read', async () => {
    const made = await tenant.call('POST', '/api/trial/keys', { name: 'reader', scopes: ['trial:read'] });
    const authorization = `Bearer ${(await made.json()).key}`;
    expect((await tenant.call('GET', PATH, undefined, { authorization })).status).toBe(200);
    expect((await tenant.call('PUT', PATH, { theme: 'light' }, { authorization })).status).toBe(403);
  });

  it('is another tenant’s own, and noted in the audit log without values', async () => {
    const other = await startTenant(product.url, 'Other');
    expect(await other.get(PATH)).toMatchObject({ display_name: null, allowed_origins: [] });
    const rows = await product.ports.database.asTenant(tenant.tenantId, (tx) =>
      tx.selectFrom('audit_log').select(['action', 'detail']).orderBy('audit_id').execute(),
    );
    expect(rows[0]).toEqual({
      action: 'branding.updated',
      detail: { fields: ['display_name', 'primary_color', 'allowed_origins'] },
    });
  });

  it('is refused after the trial, and still read', async () => {
    const late = await startTenant(product.url, 'Late');
    const started = now;
    now = new Date(Date.parse((await late.trial()).tenant.expires_at));
    expect((await late.call('PUT', PATH, { theme: 'dark' })).status).toBe(402);
    expect((await late.get<Branding>(PATH)).theme).toBe('auto');
    now = started;
  });
});
