/** PROMISES 13: what is erased is gone: every row and job, whatever runs meanwhile, and nothing of anybody else. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErasureReceipt } from '#lib/contracts/erasure.ts';
import { EXPORT_FILE_PART_BYTES, EXPORT_PAGE_ROWS, TRIAL_GRACE_DAYS } from '#lib/core/limits.ts';
import { recordAudit } from '#lib/security/audit-log.ts';
import { EXPORTED, EXPORTED_IN_PARTS, NOT_EXPORTED } from '#lib/trial/export-store.ts';
import { purgeExpiredTrials } from '#lib/trial/purge-expired-trials.ts';
import { purgeTrial } from '#lib/trial/purge-trial.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { placesOf } from '../fixtures/residue.ts';
import { tenantTables } from '../fixtures/tenancy-catalogue.ts';
import { startTenant, type TenantClient, tenantClient } from '../fixtures/tenant-client.ts';
import { MODE } from '../fixtures/test-database.ts';

const DAY_MS = 86_400_000;
const MARK = 'halcyon-7731';

let product: Product;
let now = new Date();

beforeAll(async () => {
  product = await openProduct({ ports: { clock: { now: () => now } } });
});
afterAll(() => product.close());

const residue = (...texts: string[]) => placesOf(product.ports.database, texts);
const RECEIPT = ['app.erasures: 1'];
const text = (n: number) => `Document ${n} of the ${MARK} series says ${n * 7} and nothing else.`;

async function livingTenant(name: string): Promise<TenantClient & { sourceId: string; key: string }> {
  const tenant = await startTenant(product.url, name);
  const [source] = await tenant.give({ name: `${name}.txt`, bytes: Buffer.from(text(1)) });
  await tenant.settled([source!.source_id]);
  await tenant.ask(`What does document 1 of ${MARK} say?`);
  const headers = { 'idempotency-key': 'once' };
  await tenant.call('POST', '/api/trial/kb/text', { title: name, content: text(2) }, headers);
  const scopes = ['ask', 'kb:read', 'kb:write', 'trial:read', 'trial:write'];
  const { key } = await (await tenant.call('POST', '/api/trial/keys', { name, scopes })).json();
  return { ...tenant, sourceId: source!.source_id, key };
}

/** What the workflow of the trial had to do is done: it rests, and nothing is written any more. */
async function atRest(tenant: TenantClient): Promise<void> {
  await tenant.assessed();
  const seen = async () =>
    JSON.stringify([
      await rowsOf(tenant.tenantId),
      (await tenant.trial()).workflow,
      await residue(tenant.tenantId),
    ]);
  for (let before = ''; ; ) {
    const after = await seen();
    if (after === before) return;
    before = after;
    await sleep(1_500);
  }
}

async function rowsOf(tenantId: string): Promise<Record<string, number>> {
  const tables = (await tablesOfTenants()).map(async (table) => {
    const rows = await product.ports.database.asTenant(tenantId, (tx) =>
      tx
        .selectFrom(table as 'sources')
        .select('tenant_id')
        .execute(),
    );
    return [table, rows.length] as const;
  });
  return Object.fromEntries(await Promise.all(tables));
}

async function tablesOfTenants(): Promise<string[]> {
  return product.ports.database.asPlatform('readiness', async (tx) => {
    const { CompiledQuery } = await import('kysely');
    const query = async (sql: string) => ({ rows: (await tx.executeQuery(CompiledQuery.raw(sql))).rows });
    return (await tenantTables({ query, exec: query })).map(({ name }) => name);
  });
}

// In embedded mode the cache is in the product's own memory, which nobody else sees.
if (MODE === 'production') {
  it('what is erased is gone from the shared cache of answers as well', async () => {
    const redis = new Redis(product.on.env.REDIS_URL!);
    const tenant = await livingTenant('Cached');
    const kept = () => redis.exists(`frontdesk:answer:${tenant.tenantId}`);
    await expect.poll(kept).toBe(1);
    expect((await tenant.call('DELETE', '/api/trial')).status).toBe(200);
    expect(await kept()).toBe(0);
    await redis.quit();
  });
}

describe('erasing a trial', () => {
  it('gives a receipt that counts every row, and leaves nothing but that', async () => {
    const tenant = await livingTenant('Erased');
    const other = await livingTenant('Kept');
    await Promise.all(
      [tenant, other].map(async (one) => {
        const { sources } = await one.get<{ sources: { source_id: string }[] }>('/api/trial/kb');
        await one.settled(sources.map(({ source_id }) => source_id));
        await atRest(one);
      }),
    );
    const [before, others] = [await rowsOf(tenant.tenantId), await residue(other.tenantId)];
    expect(before).toMatchObject({ sources: 2, chunks: 2, messages: 1, api_keys: 2, idempotency_keys: 1 });

    const response = await tenant.call('DELETE', '/api/trial');
    expect(response.status).toBe(200);
    const receipt: ErasureReceipt = await response.json();
    expect(receipt).toEqual({ tenant_id: tenant.tenantId, purged_at: now.toISOString(), rows: before });
    expect(await residue(tenant.tenantId, tenant.sourceId)).toEqual(RECEIPT);
    expect(await residue(other.tenantId)).toEqual(others);
    for (const token of [tenant.token, tenant.key]) {
      const client = tenantClient(product.url, tenant.tenantId, token);
      for (const method of ['GET', 'DELETE'])
        expect((await client.call(method, '/api/trial')).status).toBe(401);
    }
  });

  it('is refused to an API key, whatever its scopes', async () => {
    const { tenantId, key } = await livingTenant('Careful');
    const client = tenantClient(product.url, tenantId, key);
    for (const [method, path] of [
      ['DELETE', '/api/trial'],
      ['GET', '/api/trial/export'],
    ] as const) {
      expect((await client.call(method, path)).status).toBe(403);
    }
    expect((await client.call('GET', '/api/trial')).status).toBe(200);
  });

  it('asked for twice at once happens once, with one receipt', async () => {
    const tenant = await livingTenant('Twice');
    const both = [1, 2].map(() => tenant.call('DELETE', '/api/trial'));
    const answers = await Promise.all(both.map(async (one) => ({ status: (await one).status })));
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    expect(answers.every(({ status }) => status === 200 || status === 401)).toBe(true);
    expect(await residue(tenant.tenantId)).toEqual(RECEIPT);
  });

  it('that was cut off refuses everybody at once and is finished by the next sweep', async () => {
    const tenant = await livingTenant('Cut off');
    const cut = new AbortController();
    let steps = 0;
    const database: typeof product.ports.database = {
      ...product.ports.database,
      async asPlatform(reason, work) {
        const result = await product.ports.database.asPlatform(reason, work);
        if (++steps === 3) cut.abort();
        return result;
      },
    };
    const order = { tenantId: tenant.tenantId, reason: 'requested' as const };
    await expect(purgeTrial({ ...product.ports, database }, order, cut.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect((await tenant.call('GET', '/api/trial')).status).toBe(401);
    const sweep = () => purgeExpiredTrials(product.ports, new AbortController().signal);
    // The claim of whoever was cut off still holds.
    expect(await sweep()).toBe(0);
    await product.ports.database.asPlatform('purge', (tx) =>
      tx
        .updateTable('erasures')
        .set({ lease_until: new Date(0) })
        .where('erased_tenant', '=', tenant.tenantId)
        .execute(),
    );
    expect(await sweep()).toBe(1);
    expect(await residue(tenant.tenantId)).toEqual(RECEIPT);
    const erasure = await product.ports.database.asPlatform('purge', (tx) =>
      tx
        .selectFrom('erasures')
        .selectAll()
        .where('erased_tenant', '=', tenant.tenantId)
        .executeTakeFirstOrThrow(),
    );
    expect(erasure).toMatchObject({ reason: 'requested', rows: { sources: 2, api_keys: 2, messages: 1 } });
  });

  it('is shared by workers: each tenant that is due is erased by one of them', async () => {
    const started = now;
    const tenants = [];
    for (let n = 0; n < 12; n++) tenants.push(await startTenant(product.url, `Due ${n}`));
    const due = tenants.map(({ tenantId }) => tenantId);
    const past = { expires_at: new Date(now.getTime() - (TRIAL_GRACE_DAYS + 1) * DAY_MS) };
    await product.ports.database.asPlatform('start-trial', (tx) =>
      tx.updateTable('tenants').set(past).where('tenant_id', 'in', due).execute(),
    );
    try {
      const workers = [1, 2, 3, 4].map(() => purgeExpiredTrials(product.ports, new AbortController().signal));
      const purged = await Promise.all(workers);
      expect(purged.reduce((sum, count) => sum + count)).toBe(due.length);
      expect(await residue(...due)).toEqual([`app.erasures: ${due.length}`]);
    } finally {
      now = started;
    }
  });

  it('wins against uploads, questions and ingestion of the same tenant, and touches nobody else', async () => {
    const other = await livingTenant('Bystander');
    const { sources } = await other.get<{ sources: { source_id: string }[] }>('/api/trial/kb');
    await other.settled(sources.map(({ source_id }) => source_id));
    await atRest(other);
    const before = await rowsOf(other.tenantId);
    for (let round = 0; round < 4; round++) {
      const tenant = await livingTenant(`Racer ${round}`);
      const content = (n: number) => ({ title: `${n}`, content: text(n).repeat(5) });
      const calls = Array.from({ length: 12 }, (_, n) => [
        tenant.call('POST', '/api/trial/kb/text', content(n)),
        tenant.call('POST', '/api/trial/kb/text', content(100 + n), { 'idempotency-key': `${n}` }),
        tenant.upload([{ name: `${n}.txt`, bytes: Buffer.from(text(200 + n)) }]),
        tenant.call('POST', '/api/ask', { query: `What does document ${n} say?` }),
        tenant.call('POST', '/api/trial/keys', { name: `${n}`, scopes: ['ask'] }),
      ]).flat();
      const erased = new Promise((resolve) => setTimeout(resolve, round * 25)).then(() =>
        tenant.call('DELETE', '/api/trial'),
      );
      const statuses = new Set((await Promise.all(calls)).map(({ status }) => status));
      expect((await erased).status).toBe(200);
      expect([...statuses].filter((status) => ![200, 201, 202, 401, 409, 503].includes(status))).toEqual([]);
      expect((await tenant.call('GET', '/api/trial')).status).toBe(401);
      expect(await residue(tenant.tenantId)).toEqual(RECEIPT);
    }
    expect(await rowsOf(other.tenantId)).toEqual(before);
    expect((await other.ask(`What does document 1 of ${MARK} say?`)).answered).toBe(true);
  });
});

describe('erasing a visitor', () => {
  it('takes what that visitor asked, of this tenant only, and says how much', async () => {
    const [mine, other] = [await livingTenant('Mine'), await livingTenant('Other')];
    for (const tenant of [mine, other]) {
      await tenant.ask('And what does document 2 say?');
      await product.ports.database.asTenant(tenant.tenantId, async (tx) => {
        const sessions = await tx.selectFrom('sessions').select('session_id').execute();
        for (const [index, { session_id }] of sessions.entries()) {
          const visitor = { visitor_id: ['the visitor', 'somebody else'][index]! };
          await tx.updateTable('sessions').set(visitor).where('session_id', '=', session_id).execute();
        }
      });
    }
    const path = `/api/trial/visitors/${encodeURIComponent('the visitor')}`;
    const response = await mine.call('DELETE', path);
    expect([response.status, await response.json()]).toEqual([
      200,
      { visitor_id: 'the visitor', purged_at: now.toISOString(), rows: { sessions: 1, messages: 1 } },
    ]);
    expect((await mine.call('DELETE', path)).status).toBe(404);
    expect(await rowsOf(mine.tenantId)).toMatchObject({ sessions: 1, messages: 1 });
    expect(await rowsOf(other.tenantId)).toMatchObject({ sessions: 2, messages: 2 });
    expect(await residue('the visitor')).toEqual(['app.sessions: 1']);
  });
});

describe('an export', () => {
  type Line = { table?: string; row?: Record<string, unknown>; end?: true; rows?: Record<string, number> };
  const linesOf = async (tenant: TenantClient): Promise<Line[]> => {
    const response = await tenant.call('GET', '/api/trial/export');
    expect(response.headers.get('content-type')).toContain('application/x-ndjson');
    return (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  };

  it('holds every table of tenants, or says why not', async () => {
    const named = [...EXPORTED.map(({ table }) => table), ...EXPORTED_IN_PARTS, ...NOT_EXPORTED];
    expect(named.sort()).toEqual(await tablesOfTenants());
  });

  it('holds every row and the very bytes of every file, and nothing of others', async () => {
    const [tenant, other] = [await livingTenant('Exporter'), await livingTenant('Stranger')];
    const comment = Buffer.alloc(2 * EXPORT_FILE_PART_BYTES, 'Nothing to read. ').toString();
    const bytes = Buffer.from(`<p>${text(3)}</p><!-- ${comment} -->`);
    const [large] = await tenant.give({ name: 'large.html', bytes });
    const caller = await product.app.authenticate('a request', tenant.token);
    for (let n = 0; n < 2 * EXPORT_PAGE_ROWS; n++)
      await product.ports.database.asTenant(tenant.tenantId, (tx) =>
        recordAudit(tx, caller, 'test', `${n}`, {}),
      );
    const { sources } = await tenant.get<{ sources: { source_id: string }[] }>('/api/trial/kb');
    await tenant.settled(sources.map(({ source_id }) => source_id));
    await atRest(tenant);
    const stored = await rowsOf(tenant.tenantId);
    const lines = await linesOf(tenant);
    const counted: Record<string, number> = {};
    for (const { table } of lines) if (table) counted[table] = (counted[table] ?? 0) + 1;
    for (const { table } of EXPORTED) expect([table, counted[table] ?? 0]).toEqual([table, stored[table]]);
    expect(stored.audit_log).toBeGreaterThan(2 * EXPORT_PAGE_ROWS);
    expect(lines.at(-1)).toMatchObject({ end: true, rows: { source_files: 3, chunks: stored.chunks } });
    const parts = lines.filter(({ row }) => row?.content_base64 && row.source_id === large!.source_id);
    expect(parts).toHaveLength(3);
    const joined = Buffer.concat(parts.map(({ row }) => Buffer.from(String(row!.content_base64), 'base64')));
    expect(joined.equals(bytes)).toBe(true);
    const all = JSON.stringify(lines);
    for (const secret of [tenant.token, tenant.key, 'token_hash', other.tenantId, other.sourceId, 'Stranger'])
      expect(all).not.toContain(secret);
  });

  it('stops reading when nobody listens', async () => {
    const tenant = await livingTenant('Impatient');
    const gone = new AbortController();
    const lines = product.app.exportTrial(
      await product.app.authenticate('a request', tenant.token),
      gone.signal,
    );
    await lines.next();
    gone.abort();
    await expect(lines.next()).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('of a tenant that is erased meanwhile never looks complete', async () => {
    const tenant = await livingTenant('Vanishing');
    const caller = await product.app.authenticate('a request', tenant.token);
    const lines = product.app.exportTrial(caller, new AbortController().signal);
    await lines.next();
    expect((await tenant.call('DELETE', '/api/trial')).status).toBe(200);
    await expect(
      (async () => {
        for await (const line of lines) expect(line).not.toHaveProperty('end');
      })(),
    ).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
