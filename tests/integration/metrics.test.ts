/** What the running product says of itself: who may read it, and that counters move by exactly what was done. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProduct, type Product } from '../fixtures/product.ts';
import { scrape, sumOf } from '../fixtures/read-metrics.ts';
import { MODE } from '../fixtures/test-database.ts';

const TOKEN = 'the-token-of-this-test';

let product: Product;

beforeAll(async () => {
  product = await openProduct({ env: { METRICS_TOKEN: TOKEN } });
});

afterAll(() => product?.close());

const metrics = () => scrape(product.url, TOKEN);

describe('GET /api/metrics', () => {
  it('needs the token when there is one, and never runs out of attempts', async () => {
    const before = await metrics();
    for (let n = 0; n < 30; n++) {
      const refused = await fetch(`${product.url}/api/metrics`, { headers: { Authorization: 'Bearer no' } });
      expect(refused.status).toBe(401);
      expect(await refused.json()).toMatchObject({ code: 'unauthenticated' });
    }
    const after = await metrics();
    const refusals = (series: Map<string, number>) =>
      sumOf(series, 'frontdesk_auth_failures_total', { kind: 'metrics_token' });
    expect(refusals(after) - refusals(before)).toBe(30);
  });

  it('says what runs', async () => {
    const series = await metrics();
    expect(
      sumOf(series, 'frontdesk_build_info', {
        mode: MODE,
        role: MODE === 'embedded' ? 'server' : 'worker',
      }),
    ).toBe(1);
  });
});
