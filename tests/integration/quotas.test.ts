/** PROMISES 13: exactly what the plan allows is admitted, however many ask at once, and nothing after the trial. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tables } from '#lib/ports/schema.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';

let product: Product;
let now = new Date();

beforeAll(async () => {
  product = await openProduct({ ports: { clock: { now: () => now } } });
});
afterAll(() => product.close());

type Limits = Partial<Pick<Tables['usage'], 'queries_limit' | 'documents_limit' | 'storage_limit_bytes'>>;
async function tenantWith(limits: Limits): Promise<TenantClient> {
  const tenant = await startTenant(product.url);
  if (Object.keys(limits).length === 0) return tenant;
  await product.ports.database.asPlatform('start-trial', (tx) =>
    tx.updateTable('usage').set(limits).where('tenant_id', '=', tenant.tenantId).execute(),
  );
  return tenant;
}

const file = (n: number, bytes = 40) => ({
  name: `${n}.txt`,
  bytes: new TextEncoder().encode(`Document number ${n} says so.`.padEnd(bytes, ' .')),
});

async function tally(calls: Promise<Response>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const response of await Promise.all(calls)) {
    const body = await response.json();
    const word = response.ok ? 'admitted' : `${response.status} ${body.code}`;
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return counts;
}

describe('the quota of questions', () => {
  it('admits exactly 10 of 40 that come at once', async () => {
    const tenant = await tenantWith({ queries_limit: 10 });
    const asks = Array.from({ length: 40 }, (_, n) =>
      tenant.call('POST', '/api/ask', { query: `Question ${n}?` }),
    );
    expect(await tally(asks)).toEqual({ admitted: 10, '429 quota_exceeded': 30 });
    expect((await tenant.trial()).usage.queries_used).toBe(10);
  });

  it('takes a batch whole or not at all, each distinct question once', async () => {
    const tenant = await tenantWith({ queries_limit: 5 });
    const batch = (...queries: string[]) =>
      tenant.call('POST', '/api/ask', { queries: queries.map((query) => ({ query })) });
    expect((await batch('a', 'b', 'A?', 'c')).status).toBe(200);
    expect((await tenant.trial()).usage.queries_used).toBe(3);
    expect((await batch('d', 'e', 'f')).status).toBe(429);
    expect((await tenant.trial()).usage.queries_used).toBe(3);
    expect((await batch('d', 'e', 'D')).status).toBe(200);
    expect((await tenant.call('POST', '/api/ask', { query: 'g' })).status).toBe(429);
    expect((await tenant.trial()).usage.queries_used).toBe(5);
  });

  it('is not touched by a request that is refused', async () => {
    const tenant = await tenantWith({ queries_limit: 5 });
    for (const body of [
      { query: '' },
      { query: 'x'.repeat(3_000) },
      { queries: [] },
      { query: 'a', top_k: 99 },
    ]) {
      expect((await tenant.call('POST', '/api/ask', body)).status).toBe(400);
    }
    expect((await tenant.trial()).usage.queries_used).toBe(0);
  });
});

describe('the quota of documents', () => {
  it('admits exactly 5 of 20 that come at once', async () => {
    const tenant = await tenantWith({ documents_limit: 5 });
    const uploads = Array.from({ length: 20 }, (_, n) => tenant.upload([file(n)]));
    expect(await tally(uploads)).toEqual({ admitted: 5, '429 quota_exceeded': 15 });
    const { usage, kb } = await tenant.trial();
    expect(usage).toMatchObject({ documents: 5, storage_bytes: 5 * 40 });
    expect(Object.values(kb.sources).reduce((sum, count) => sum + count)).toBe(5);
  });

  it('takes an upload whole or not at all', async () => {
    const tenant = await tenantWith({ documents_limit: 3 });
    expect((await tenant.upload([file(1), file(2)])).status).toBe(202);
    expect((await tenant.upload([file(3), file(4)])).status).toBe(429);
    expect((await tenant.trial()).usage.documents).toBe(2);
    expect((await tenant.upload([file(3), file(1)])).status).toBe(202);
    expect((await tenant.trial()).usage.documents).toBe(3);
  });

  it('counts bytes to the last one, and gives them back', async () => {
    const tenant = await tenantWith({ storage_limit_bytes: 1_000 });
    const uploads = Array.from({ length: 8 }, (_, n) => tenant.upload([file(n, 250)]));
    expect(await tally(uploads)).toEqual({ admitted: 4, '429 quota_exceeded': 4 });
    expect((await tenant.upload([file(99, 40)])).status).toBe(429);
    const { sources } = await tenant.get<{ sources: { source_id: string }[] }>('/api/trial/kb');
    expect((await tenant.call('DELETE', `/api/trial/kb/${sources[0]!.source_id}`)).status).toBe(204);
    expect((await tenant.trial()).usage.storage_bytes).toBe(750);
    expect((await tenant.upload([file(99, 250)])).status).toBe(202);
    expect((await tenant.upload([file(100, 30)])).status).toBe(429);
  });
});

describe('a trial that is over', () => {
  it('answers and takes nothing more from that moment, and still shows what it has', async () => {
    const tenant = await tenantWith({});
    const { tenant: state } = await tenant.trial();
    const [kept] = await tenant.give(file(1));
    await tenant.settled([kept!.source_id]);
    const started = now;
    const calls = () => [
      tenant.call('POST', '/api/ask', { query: 'What does document number 1 say?' }),
      tenant.upload([file(2)]),
      tenant.call('POST', '/api/trial/kb/text', { title: 'Late', content: 'Too late.' }),
    ];
    try {
      now = new Date(Date.parse(state.expires_at) - 1);
      expect(await tally(calls())).toEqual({ admitted: 3 });
      now = new Date(state.expires_at);
      expect(await tally(calls())).toEqual({ '402 trial_expired': 3 });
      const after = await tenant.trial();
      expect(after.tenant.status).toBe('expired');
      expect(after.usage).toMatchObject({ documents: 3, queries_used: 1 });
      expect((await tenant.call('GET', `/api/trial/kb/${kept!.source_id}`)).status).toBe(200);
      expect((await tenant.call('DELETE', `/api/trial/kb/${kept!.source_id}`)).status).toBe(204);
    } finally {
      now = started;
    }
  });
});
