/** PROMISES 10: killed after any side effect of its jobs, a process leaves what the next one finishes, byte for byte. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { longDocument } from '../fixtures/long-document.ts';
import {
  type ProductProcess,
  pagesBuilt,
  type ServerProcess,
  startServerProcess,
  startWorkerProcess,
} from '../fixtures/server-process.ts';
import { readStoredIndex, type StoredIndex } from '../fixtures/stored-index.ts';
import { startTenant, type TenantClient, tenantClient } from '../fixtures/tenant-client.ts';
import { freshDatabase, MODE, type TestDatabase } from '../fixtures/test-database.ts';

/** Two batches for the embedding model. */
const handbook = { name: 'handbook.md', bytes: longDocument(20) };
const POINTS_MAX = 40;
/** The knowledge base is assessed as soon as it has changed, which is part of the job. */
const AT_ONCE = { ASSESSMENT_DELAY_SECONDS: '0' };

let on: TestDatabase;
/** In production mode the server outlives every crash of a worker. */
let server: ServerProcess | undefined;
const running = new Set<ProductProcess>();

/** What runs jobs in this mode, and where the API is meanwhile. */
async function start(env: Record<string, string> = {}): Promise<{ jobs: ProductProcess; url: string }> {
  const started =
    MODE === 'embedded'
      ? await startServerProcess({ ...on.env, ...AT_ONCE, ...env })
      : await startWorkerProcess({ ...on.env, ...AT_ONCE, ...env });
  running.add(started);
  void started.exited.then(() => running.delete(started));
  return { jobs: started, url: server?.url ?? (started as ServerProcess).url };
}

/** A dead worker's claim runs out; the next one need not wait for it here (queue-system.production.test.ts does). */
async function claimsRunOut(): Promise<void> {
  if (MODE === 'embedded') return;
  await on.asOwner(({ exec }) =>
    exec('update app.sources set lease_until = now() where lease_until is not null'),
  );
}

async function readIndexes(tenants: TenantClient[]): Promise<StoredIndex[]> {
  return on.asOwner(async (session) => {
    const read: StoredIndex[] = [];
    for (const { tenantId } of tenants) {
      const query = async (sql: string, parameters: unknown[]) => (await session.query(sql, parameters)).rows;
      read.push(await readStoredIndex(query, tenantId));
    }
    return read;
  });
}

/** Its set-up is called off, so that it never assesses the documents before their own job does. */
async function startTenantWithoutSetUp(url: string): Promise<TenantClient> {
  const tenant = await startTenant(url);
  expect((await tenant.call('POST', '/api/trial/workflow/cancel')).status).toBe(200);
  return tenant;
}

/** The upload's answer may die with the process that gives it; the same content again is the same source. */
async function giveSurely(tenant: TenantClient): Promise<string | undefined> {
  return tenant.give(handbook).then(
    ([source]) => source!.source_id,
    () => undefined,
  );
}

beforeAll(async () => {
  await pagesBuilt();
  on = await freshDatabase('crash_points');
  if (MODE === 'production') server = await startServerProcess({ ...on.env, SHUTDOWN_NOTICE_MS: '0' });
}, 120_000);

afterAll(async () => {
  for (const one of running) await one.end('SIGKILL');
  await server?.end('SIGKILL');
  await on.drop();
});

it('n = 1, 2, 3 … until a run survives: the source ends ready, the index byte-equal, nothing twice', async ({
  annotate,
}) => {
  const tenants: TenantClient[] = [];
  let undisturbed: StoredIndex | undefined;
  let crashes = 0;
  for (let n = 1; undisturbed === undefined; n++) {
    expect(n).toBeLessThan(POINTS_MAX);
    const faulty = await start({ FAULT_AT: String(n), FAULT_JOBS: 'ingest-source,assess-kb' });
    const tenant = await startTenantWithoutSetUp(faulty.url);
    tenants.push(tenant);
    const given = giveSurely(tenant);
    const ended = given
      .then((id) => (id ? tenant.settled([id]).then(() => tenant.assessed()) : undefined))
      .catch(() => undefined);
    await Promise.race([faulty.jobs.exited, ended]);
    // After its last side effect a run may look finished and still be killed.
    if ((await faulty.jobs.end('SIGTERM')) === 0) {
      undisturbed = (await readIndexes([tenant]))[0]!;
      break;
    }
    expect(faulty.jobs.output()).toContain('FAULT_AT is set');
    crashes += 1;
    await claimsRunOut();
    const next = await start();
    const again = tenantClient(next.url, tenant.tenantId, tenant.token);
    const [source] = await again.give(handbook);
    expect([undefined, source!.source_id]).toContain(await given);
    expect(source!.duplicate).toBe(true);
    const [finished] = await again.settled([source!.source_id]);
    expect(finished, `n = ${n}`).toMatchObject({ status: 'ready' });
    expect((await again.assessed()).history, `n = ${n}`).toHaveLength(1);
    expect(await next.jobs.end('SIGTERM')).toBe(0);
  }
  // Claim, parse, two batches, swap, telling the set-up: each once before and once after its commit. And those of the
  // assessment; the set-up's own one is killed in kills.test.ts and trial-workflow.integration.test.ts.
  expect(crashes).toBeGreaterThanOrEqual(16);
  expect(undisturbed.sources).toMatchObject([{ status: 'ready', lease_token: null }]);
  for (const [at, index] of (await readIndexes(tenants)).entries()) {
    expect(index, `killed at side effect ${at + 1}`).toEqual(undisturbed);
  }
  await annotate(`${crashes} crash points`);
}, 600_000);
