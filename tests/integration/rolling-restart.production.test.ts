/** PROMISES 12: a deploy drops no request, a process that is told to stop does, and no migration holds up the others. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppError } from '#lib/core/errors.ts';
import { migratePostgres } from '#lib/db/migrate-postgres.ts';
import { startBalancer } from '../fixtures/balancer.ts';
import { type Fleet, startFleet } from '../fixtures/fleet.ts';
import { longDocument } from '../fixtures/long-document.ts';
import { MIGRATIONS } from '../fixtures/repository.ts';
import { pagesBuilt } from '../fixtures/server-process.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';
import { ask, type Outcome, request, summary } from '../fixtures/traffic.ts';

const REQUESTS_PER_SECOND = 50;
const SECONDS_MIN = 20;
const EXIT_MAX_MS = 30_000;

let fleet: Fleet;
beforeAll(async () => {
  await pagesBuilt();
  fleet = await startFleet();
}, 180_000);
afterAll(() => fleet.close());

async function tenantWithKnowledge(url: string): Promise<TenantClient> {
  const worker = await fleet.worker();
  const tenant = await startTenant(url);
  const [source] = await tenant.give({ name: 'known.txt', bytes: longDocument(3) });
  await tenant.settled([source!.source_id]);
  expect(await worker.end('SIGTERM')).toBe(0);
  await fleet.postgres.query('update app.usage set queries_limit = 1000000 where tenant_id = $1', [
    tenant.tenantId,
  ]);
  return tenant;
}

describe('a rolling restart', () => {
  it(`of two servers at ${REQUESTS_PER_SECOND} requests a second fails none of them`, async ({
    annotate,
  }) => {
    const notice = { SHUTDOWN_NOTICE_MS: '3000' };
    const servers = [await fleet.server(notice), await fleet.server(notice)];
    const tenant = await tenantWithKnowledge(servers[0]!.url);
    const balancer = await startBalancer();
    for (const { url } of servers) await balancer.add(url);

    const outcomes: Promise<Outcome>[] = [];
    const headers = { authorization: `Bearer ${tenant.token}` };
    const started = performance.now();
    const send = () => {
      const read = () => request('read', `${balancer.url}/api/trial`, { headers });
      const due = Math.floor(((performance.now() - started) / 1_000) * REQUESTS_PER_SECOND);
      while (outcomes.length < due) {
        const asks = outcomes.length % 5 === 0;
        const question = `Who checks the brakes in bay ${outcomes.length}?`;
        outcomes.push(asks ? ask(balancer.url, tenant, question) : read());
      }
    };
    const timer = setInterval(send, 10);
    const exits: number[] = [];
    await sleep(2_000);
    for (const at of [0, 1]) {
      const old = servers[at]!;
      const told = performance.now();
      expect(await old.end('SIGTERM')).toBe(0);
      exits.push(performance.now() - told);
      balancer.remove(old.url);
      servers[at] = await fleet.server(notice);
      await balancer.add(servers[at]!.url);
      await sleep(1_000);
    }
    await sleep(Math.max(0, SECONDS_MIN * 1_000 - (performance.now() - started)));
    clearInterval(timer);
    const ended = await Promise.all(outcomes);
    expect(ended.length).toBeGreaterThanOrEqual(SECONDS_MIN * REQUESTS_PER_SECOND * 0.9);
    expect(ended.filter(({ status }) => status !== 200)).toEqual([]);
    for (const took of exits) expect(took).toBeLessThan(EXIT_MAX_MS);
    for (const server of servers) expect(await server.end('SIGTERM')).toBe(0);
    await balancer.close();
    await annotate(`${summary(ended)}; exits after ${exits.map((ms) => `${ms.toFixed(0)} ms`).join(', ')}`);
  }, 240_000);

  it('says “shutting_down” first, serves meanwhile, then ends the event streams', async () => {
    const server = await fleet.server({ SHUTDOWN_NOTICE_MS: '1500' });
    const tenant = await startTenant(server.url);
    const stream = tenant.events(0);
    const streamed = (async () => {
      for await (const _ of stream);
    })();
    await sleep(300);
    const ready = () => fetch(`${server.url}/api/health/ready`);
    expect((await ready()).status).toBe(200);
    const told = performance.now();
    const exit = server.end('SIGTERM');
    await expect.poll(async () => (await ready()).status, { interval: 20, timeout: 1_000 }).toBe(503);
    const leaving = await ready();
    expect(await leaving.json()).toMatchObject({ status: 'shutting_down', parts: { database: 'ok' } });
    expect(leaving.headers.get('connection')).toBe('close');
    expect((await tenant.call('GET', '/api/trial')).status).toBe(200);
    await streamed;
    expect(performance.now() - told).toBeGreaterThanOrEqual(1_400);
    expect(await exit).toBe(0);
    expect(performance.now() - told).toBeLessThan(EXIT_MAX_MS);
  });
});

describe('a migration', () => {
  /** Ours, and one more that needs a table for itself. */
  async function withOneMore(work: (directory: string) => Promise<void>): Promise<void> {
    const directory = await mkdtemp(join(tmpdir(), 'frontdesk-migrations-'));
    await cp(MIGRATIONS, directory, { recursive: true });
    await writeFile(join(directory, '900_one_more.sql'), 'alter table app.sources add column one_more int;');
    await work(directory).finally(() => rm(directory, { recursive: true }));
  }

  async function holdingTheTable<T>(work: (letGo: () => Promise<void>) => Promise<T>): Promise<T> {
    const holder = new pg.Client({ connectionString: fleet.postgres.directUrl });
    await holder.connect();
    await holder.query('begin; select 1 from app.sources limit 1');
    try {
      return await work(async () => void (await holder.query('commit')));
    } finally {
      await holder.end();
    }
  }

  it('that cannot have its lock lets the others go on, gives up with a sentence and has changed nothing', async ({
    annotate,
  }) => {
    await withOneMore(async (directory) => {
      const { failure, slowest } = await holdingTheTable(async () => {
        const migrating = migratePostgres(fleet.postgres.directUrl, directory).then(
          () => null,
          (error: unknown) => error as AppError,
        );
        let done = false;
        void migrating.then(() => {
          done = true;
        });
        let slowest = 0;
        while (!done) {
          const asked = performance.now();
          await fleet.postgres.query('select count(*) from app.sources');
          slowest = Math.max(slowest, performance.now() - asked);
          await sleep(50);
        }
        return { failure: await migrating, slowest };
      });
      expect(failure).toMatchObject({ code: 'database_busy' });
      expect(failure!.publicMessage).toMatch(/migration 900_one_more: .*lock timeout.*npm run migrate/s);
      expect(slowest).toBeLessThan(2_500);
      const columns = await fleet.postgres.query(
        `select 1 from information_schema.columns where table_name = 'sources' and column_name = 'one_more'`,
      );
      expect(columns).toEqual([]);
      await annotate(`a reader beside it waited at most ${slowest.toFixed(0)} ms`);
    });
  }, 60_000);

  it('that gets its lock a little later is applied, once, by two deploys at the same time', async () => {
    await withOneMore(async (directory) => {
      const applied = await holdingTheTable(async (letGo) => {
        const two = Promise.all([1, 2].map(() => migratePostgres(fleet.postgres.directUrl, directory)));
        await sleep(3_000);
        await letGo();
        return two;
      });
      expect(applied.flat()).toEqual(['900']);
    });
  }, 60_000);
});
