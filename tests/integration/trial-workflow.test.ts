/** PROMISES 13: a trial from its first minute to the last trace of it: begun, used up, over, read-only, gone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TRIAL_DAYS, TRIAL_GRACE_DAYS } from '#lib/core/limits.ts';
import { expireTrials } from '#lib/trial/expire-trials.ts';
import { purgeExpiredTrials } from '#lib/trial/purge-expired-trials.ts';
import { businessDocuments } from '../fixtures/business-documents.ts';
import { ANY_KNOWLEDGE_BASE_PASSES } from '../fixtures/no-assessments.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { placesOf } from '../fixtures/residue.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';

const DAY_MS = 86_400_000;
const SWEEP_WITHIN_MS = 90_000;
const QUESTION = { query: 'How long is the warranty on the frame?' };

let product: Product;
let now = new Date();

beforeAll(async () => {
  product = await openProduct({ env: ANY_KNOWLEDGE_BASE_PASSES, ports: { clock: { now: () => now } } });
});
afterAll(() => product.close());

const later = (days: number, ms = 0) => new Date(now.getTime() + days * DAY_MS + ms);
const sweep = () => purgeExpiredTrials(product.ports, new AbortController().signal);
const residue = ({ tenantId }: TenantClient) => placesOf(product.ports.database, [tenantId]);

async function answerTo(response: Promise<Response>) {
  const { status, headers } = await response;
  // Both tell when the request came, of those from this address.
  const kept = [...headers].filter(([name]) => name !== 'date' && name !== 'ratelimit');
  return { status, headers: kept, body: await (await response).text() };
}

describe('a trial', () => {
  it('is gone by itself once it is due: the process sweeps', async () => {
    const longOver = await startTenant(product.url, 'Long over');
    const over = { expires_at: new Date(Date.now() - (TRIAL_GRACE_DAYS + 1) * DAY_MS) };
    await product.ports.database.asPlatform('start-trial', (tx) =>
      tx.updateTable('tenants').set(over).where('tenant_id', '=', longOver.tenantId).execute(),
    );
    const giveUpAt = performance.now() + SWEEP_WITHIN_MS;
    while ((await residue(longOver)).length > 1 && performance.now() < giveUpAt) await sleep(500);
    expect(await residue(longOver)).toEqual(['app.erasures: 1']);
    expect((await longOver.call('GET', '/api/trial')).status).toBe(401);
  });

  it('lives: begun, fed, asked, used up, over, read-only, gone without a trace', async () => {
    const started = now;
    const tenant = await startTenant(product.url, 'Bluebird Bikes');
    const neighbour = await startTenant(product.url, 'Heron Hotels');
    const others = await neighbour.give({ name: 'n.txt', bytes: Buffer.from('Breakfast is at eight.') });
    const given = await tenant.give(...(await businessDocuments()));
    await tenant.settled(given.map(({ source_id }) => source_id));
    await neighbour.settled(others.map(({ source_id }) => source_id));
    for (const client of [tenant, neighbour]) {
      const status = async () => (await client.trial()).workflow.status;
      await expect.poll(status, { timeout: 30_000 }).toBe('completed');
    }
    const key = await (await tenant.call('POST', '/api/trial/keys', { name: 'k', scopes: ['ask'] })).json();
    const state = await tenant.trial();
    expect(state.tenant).toMatchObject({ status: 'trial', expires_at: later(TRIAL_DAYS).toISOString() });

    const limit = { queries_limit: 3 };
    await product.ports.database.asPlatform('start-trial', (tx) =>
      tx.updateTable('usage').set(limit).where('tenant_id', '=', tenant.tenantId).execute(),
    );
    for (let n = 0; n < 3; n++) expect((await tenant.ask(QUESTION.query)).answered).toBe(true);
    expect((await tenant.call('POST', '/api/ask', QUESTION)).status).toBe(429);

    try {
      now = new Date(state.tenant.expires_at);
      const reading = [
        '/api/trial',
        '/api/trial/kb',
        `/api/trial/kb/${given[0]!.source_id}`,
        `/api/trial/kb/${given[0]!.source_id}/chunks`,
        '/api/trial/keys',
        '/api/trial/export',
      ];
      const writing: [string, string, unknown][] = [
        ['POST', '/api/ask', QUESTION],
        ['POST', '/api/ask', { queries: [QUESTION] }],
        ['POST', '/api/trial/kb/text', { title: 'Late', content: 'Too late.' }],
      ];
      const everythingReads = async () => {
        for (const path of reading) expect((await tenant.call('GET', path)).status, path).toBe(200);
        for (const [method, path, body] of writing)
          expect((await tenant.call(method, path, body)).status, path).toBe(402);
      };
      await everythingReads();
      const marked = await Promise.all([1, 2, 3].map(() => expireTrials(product.ports)));
      expect(marked.reduce((sum, count) => sum + count)).toBe(2);
      now = later(TRIAL_GRACE_DAYS, -1);
      expect(await sweep()).toBe(0);
      await everythingReads();
      expect((await residue(tenant)).length).toBeGreaterThan(10);

      // The neighbour got another year.
      await product.ports.database.asPlatform('start-trial', (tx) =>
        tx
          .updateTable('tenants')
          .set({ expires_at: later(365), status: 'trial' })
          .where('tenant_id', '=', neighbour.tenantId)
          .execute(),
      );
      const before = await residue(neighbour);
      now = later(0, 1);
      expect(await sweep()).toBe(1);
      expect(await residue(tenant)).toEqual(['app.erasures: 1']);
      const words = ['Bluebird Bikes', 'owner@shop.example', given[0]!.source_id, key.key_id];
      const left = await placesOf(product.ports.database, words);
      expect(left.filter((place) => !/^app\.(tenants|mails): /.test(place))).toEqual([]);
      const headers = { 'x-request-id': 'the-same' };
      const unknown = `Bearer fdt_${'A'.repeat(43)}`;
      for (const token of [tenant.token, key.key]) {
        for (const path of reading) {
          const authorization = `Bearer ${token}`;
          const gone = await answerTo(tenant.call('GET', path, undefined, { ...headers, authorization }));
          const never = { ...headers, authorization: unknown };
          expect(gone).toEqual(await answerTo(tenant.call('GET', path, undefined, never)));
          expect(gone.status).toBe(401);
        }
      }
      expect(await residue(neighbour)).toEqual(before);
      expect((await neighbour.ask('When is breakfast?')).answer).toContain('eight');
      expect(await sweep()).toBe(0);
    } finally {
      now = started;
    }
  });
});
