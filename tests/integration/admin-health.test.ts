/** What operators see of the system’s health over HTTP: what is stuck, what was given up, room and versions. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SystemHealth, systemHealth } from '#lib/contracts/admin-health.ts';
import { JOBS } from '#lib/contracts/jobs.ts';
import { FLAG_KEYS } from '#lib/core/flag-keys.ts';
import { newId } from '#lib/core/ids.ts';
import { INGEST_STUCK_MS } from '#lib/core/limits.ts';
import { changeFlag } from '#lib/flags/change-flag.ts';
import { type AdminClient, firstOwner, invited } from '../fixtures/admin-client.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { ROOT } from '../fixtures/repository.ts';
import { startTenant } from '../fixtures/tenant-client.ts';

let product: Product;
let viewer: AdminClient;

beforeAll(async () => {
  product = await openProduct();
  viewer = await invited(product.url, await firstOwner(product), 'viewer');
});
afterAll(() => product.close());

const health = () => viewer.get<SystemHealth>('/api/admin/health');
const queueOf = ({ queues }: SystemHealth, name: keyof typeof JOBS) =>
  queues.find(({ queue }) => queue === name)!;

describe('the health of the system', () => {
  it('is as the contract says, with every part, every queue and the versions', async () => {
    const found = systemHealth.strict().parse(await health());
    expect(found.parts).toMatchObject({ database: 'ok', jobs: 'ok', embedding_model: 'ok', mail: 'off' });
    expect(found.queues.map(({ queue }) => queue).sort()).toEqual(Object.keys(JOBS).sort());
    const migrations = readdirSync(join(ROOT, 'supabase/migrations')).sort();
    expect(found.versions).toMatchObject({
      migrations: migrations.length,
      migration: migrations.at(-1)!.slice(0, 3),
    });
    expect(found.versions.app).toMatch(/^\d+\.\d+\.\d+/);
    expect(found.storage.database_bytes).toBeGreaterThan(1_000_000);
    const { disk } = found.storage;
    if (product.app.config.mode === 'embedded') {
      expect(disk!.free_bytes).toBeGreaterThan(0);
      expect(disk!.total_bytes).toBeGreaterThan(disk!.free_bytes);
    } else expect(disk).toBeNull();
  });

  it('sees workers while they work', async () => {
    const tenant = await startTenant(product.url);
    const bytes = Buffer.from('# Hours\n\nThe shop is open from nine to six.\n');
    await tenant.settled((await tenant.give({ name: 'hours.md', bytes })).map(({ source_id }) => source_id));
    await expect
      .poll(async () => (await health()).parts.workers, { timeout: 150_000, interval: 500 })
      .toBe('ok');
    const { at, workers_seen_at } = await health();
    expect(Date.parse(at) - Date.parse(workers_seen_at!)).toBeLessThan(4 * 60_000);
  }, 180_000);

  it('counts jobs that wait, that are put off and that were given up', async () => {
    const before = queueOf(await health(), 'deliver-webhook');
    const tenant = await startTenant(product.url);
    const job = () => ({ tenant_id: tenant.tenantId, webhook_id: newId() });
    await product.ports.database.asPlatform('readiness', async (tx) => {
      await product.ports.jobs.enqueue(tx, 'deliver-webhook', job(), { delaySeconds: 3_600 });
      await product.ports.jobs.enqueue(tx, 'deliver-webhook', job(), { delaySeconds: 3_600 });
    });
    const after = queueOf(await health(), 'deliver-webhook');
    expect(after.later - before.later).toBe(2);
    await product.ports.database.asPlatform('readiness', async (tx) => {
      await sql`select set_config('role', 'app', true)`.execute(tx);
      await sql`update pgboss.job set state = 'failed' where name = 'deliver-webhook'
        and data ->> 'tenant_id' = ${tenant.tenantId}`.execute(tx);
    });
    expect(queueOf(await health(), 'deliver-webhook').failed - before.failed).toBe(2);
  });

  it('tells a source that hangs from one that waits', async () => {
    const tenant = await startTenant(product.url);
    const { ingestion: before } = await health();
    await product.ports.database.asTenant(tenant.tenantId, (tx) =>
      sql`insert into sources (tenant_id, source_id, kind, name, content_hash, bytes, status, lease_token, lease_until, updated_at)
        values (${tenant.tenantId}, ${newId()}, 'text', 'hangs', sha256('hangs'), 1, 'ingesting', ${newId()},
          now() - ${INGEST_STUCK_MS + 60_000} * interval '1 millisecond', now()),
        (${tenant.tenantId}, ${newId()}, 'text', 'is read', sha256('is read'), 1, 'ingesting', ${newId()},
          now() + interval '1 hour', now())`.execute(tx),
    );
    // Recovery takes the one that hangs within seconds: what is looked at is the answer before that, if need be again.
    const seen = await product.ports.database.asPlatform('readiness', async (tx) => {
      const { countIngestion } = await import('#lib/admin/health-store.ts');
      await sql`update sources set status = 'ingesting', lease_until = now() - ${INGEST_STUCK_MS + 60_000} * interval '1 millisecond'
        where tenant_id = ${tenant.tenantId} and name = 'hangs'`.execute(tx);
      return countIngestion(tx);
    });
    expect(seen.stuck - before.stuck).toBe(1);
    expect(seen.ingesting - before.ingesting).toBe(2);
  });

  it('names the flags that the guard turned off, until somebody turns them on', async () => {
    const [key] = FLAG_KEYS;
    const set = (version: number, enabled: boolean) =>
      product.ports.database.asPlatform('set-flag', (tx) =>
        changeFlag(tx, 'guard', key, { version, change: { enabled } }),
      );
    expect((await health()).flags_off_by_guard).toEqual([]);
    await set(0, false);
    expect((await health()).flags_off_by_guard).toEqual([key]);
    await set(1, true);
    expect((await health()).flags_off_by_guard).toEqual([]);
  });

  it('leaves the transaction’s role as it was', async () => {
    const { selectDatabaseFacts } = await import('#lib/admin/health-store.ts');
    const role = await product.ports.database.asPlatform('readiness', async (tx) => {
      await selectDatabaseFacts(tx);
      return (await sql<{ role: string }>`select current_user as role`.execute(tx)).rows[0]!.role;
    });
    expect(role).toBe('platform_user');
  });
});
