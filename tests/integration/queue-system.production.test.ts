/** PROMISES 10 in production mode: real workers, a real pooler; whatever breaks, nothing is lost and nothing is doubled. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ProductionConfig, readConfig } from '#env.ts';
import type { Source } from '#lib/contracts/kb.ts';
import { RECOVERY_WAITING_MS } from '#lib/core/limits.ts';
import { pgBossQueue } from '#lib/db/pg-boss-queue.ts';
import { recoverSources } from '#lib/kb/recover-sources.ts';
import { pinoLog } from '#lib/observability/pino-log.ts';
import { openSupabase } from '#lib/supabase-client.ts';
import { type Fleet, startFleet } from '../fixtures/fleet.ts';
import { idleJobs } from '../fixtures/idle-jobs.ts';
import { longDocument } from '../fixtures/long-document.ts';
import { startOpenAiStub } from '../fixtures/openai-stub.ts';
import { type ProductProcess, pagesBuilt, type ServerProcess } from '../fixtures/server-process.ts';
import { type FileToSend, startTenant, type TenantClient } from '../fixtures/tenant-client.ts';
import { ask, type Outcome, summary, uploadSurely } from '../fixtures/traffic.ts';

const TERMINAL_MAX_MS = 90_000;
const REQUEST_MAX_MS = 15_000;
/** Many documents once more, on a machine that may be slow; nothing is promised about it. */
const CALM_MAX_MS = 300_000;
/** Different contents of different lengths, the same each time. */
const documents = (count: number, from = 5): FileToSend[] =>
  Array.from({ length: count }, (_, n) => ({ name: `part-${n}.md`, bytes: longDocument(from + n) }));

let fleet: Fleet;
let server: ServerProcess;

beforeAll(async () => {
  await pagesBuilt();
  // Slow enough to be interrupted in the middle.
  fleet = await startFleet({ embeddings: { delayMs: 120 } });
  server = await fleet.server();
}, 180_000);
afterAll(() => fleet.close());

/** The same documents once more for another tenant, with nothing broken: both indexes must be the same bytes. */
async function expectUndisturbed(tenant: TenantClient, files: readonly FileToSend[]): Promise<void> {
  const calm = await startTenant(server.url, 'Calm');
  await fleet.postgres.query('update app.usage set documents_limit = 10000 where tenant_id = $1', [
    calm.tenantId,
  ]);
  for (const file of files) await calm.give(file);
  await fleet.settled(calm.tenantId, CALM_MAX_MS);
  expect(await fleet.indexOf(tenant.tenantId)).toEqual(await fleet.indexOf(calm.tenantId));
}

/** How often any worker began with a source of this tenant. */
async function claimsOf(tenant: TenantClient): Promise<number> {
  const [row] = await fleet.postgres.query<{ count: number }>(
    `select count(*)::int as count from app.events where tenant_id = $1 and payload->>'status' = 'ingesting'
       and payload->>'progress_percent' = '0'`,
    [tenant.tenantId],
  );
  return row!.count;
}

async function untilProgress(tenant: TenantClient, sourceId: string, percent: number): Promise<void> {
  await expect
    .poll(async () => (await tenant.get<Source>(`/api/trial/kb/${sourceId}`)).progress_percent, {
      timeout: 30_000,
      interval: 20,
    })
    .toBeGreaterThanOrEqual(percent);
}

/** What a server sends jobs with, in this process. */
async function openSender() {
  const log = pinoLog('silent');
  const config = readConfig(fleet.env) as ProductionConfig;
  const { database, queueDb } = openSupabase(config.database, log);
  const jobs = pgBossQueue({ db: queueDb, mode: 'production', consumes: false, concurrency: 1 }, log);
  await jobs.start(idleJobs);
  async function close(): Promise<void> {
    await jobs.stop(1_000);
    await database.close();
  }
  return { database, jobs, log, close };
}

describe('a job', () => {
  it('goes from a server over the queue through a worker, and its queue is empty afterwards', async () => {
    const worker = await fleet.worker();
    const tenant = await startTenant(server.url);
    const [source] = await tenant.give(documents(1)[0]!);
    expect((await tenant.settled([source!.source_id]))[0]).toMatchObject({ status: 'ready', error: null });
    expect(await claimsOf(tenant)).toBe(1);
    const live = `select state from pgboss.job where name = 'ingest-source' and state <= 'active'`;
    await expect.poll(() => fleet.postgres.query(live), { timeout: 5_000 }).toEqual([]);
    // The set-up embeds as well: it must rest before a test counts on what an embeddings API says.
    await expect
      .poll(async () => (await tenant.trial()).workflow.status, { timeout: 60_000 })
      .toMatch(/^(paused|completed)$/);
    expect(await worker.end('SIGTERM')).toBe(0);
  });

  it('is tried again when the embedding model was away, and ends failed with a sentence when it stays away', async () => {
    const flaky = await startOpenAiStub(['error_500', 'error_500', 'ok'], { dimensions: 64 });
    const tenant = await startTenant(server.url);
    let worker = await fleet.worker({ EMBEDDING_BASE_URL: flaky.url });
    const [source] = await tenant.give(documents(1)[0]!);
    expect((await tenant.settled([source!.source_id]))[0]).toMatchObject({ status: 'ready', error: null });
    expect(await claimsOf(tenant)).toBeGreaterThan(1);
    await worker.end('SIGTERM');
    await flaky.close();

    worker = await fleet.worker({ EMBEDDING_BASE_URL: flaky.url });
    const [lost] = await tenant.give({ name: 'lost.txt', bytes: longDocument(3) });
    const [failed] = await tenant.settled([lost!.source_id], TERMINAL_MAX_MS);
    expect(failed).toMatchObject({ status: 'failed', error: { code: 'model_unavailable' } });
    await worker.end('SIGTERM');

    worker = await fleet.worker();
    const [again] = await tenant.give({ name: 'lost.txt', bytes: longDocument(3) });
    expect(again).toMatchObject({ source_id: lost!.source_id, duplicate: true, status: 'queued' });
    expect((await tenant.settled([lost!.source_id]))[0]).toMatchObject({ status: 'ready', error: null });
    await worker.end('SIGTERM');
  }, 180_000);

  it('delivered six times at once has one effect', async () => {
    const sender = await openSender();
    const tenant = await startTenant(server.url);
    const files = documents(1, 40);
    const [source] = await tenant.give(files[0]!);
    const job = { tenant_id: tenant.tenantId, source_id: source!.source_id };
    for (let n = 0; n < 5; n++) {
      await sender.database.asTenant(tenant.tenantId, (tx) => sender.jobs.enqueue(tx, 'ingest-source', job));
    }
    await sender.close();
    const workers = [
      await fleet.worker({ WORKER_CONCURRENCY: '3' }),
      await fleet.worker({ WORKER_CONCURRENCY: '3' }),
    ];
    await tenant.settled([source!.source_id]);
    const waiting = `select 1 from pgboss.job where name = 'ingest-source' and state <= 'active'`;
    await expect.poll(() => fleet.postgres.query(waiting), { timeout: 15_000 }).toEqual([]);
    expect(await claimsOf(tenant)).toBe(1);
    await expectUndisturbed(tenant, files);
    for (const worker of workers) await worker.end('SIGTERM');
  });
});

describe('a worker', () => {
  it('killed in the middle is followed by another within 60 s', async ({ annotate }) => {
    const first = await fleet.worker();
    const tenant = await startTenant(server.url);
    const files = documents(1, 150);
    const [source] = await tenant.give(files[0]!);
    await untilProgress(tenant, source!.source_id, 30);
    await first.end('SIGKILL');
    const killed = performance.now();
    const second = await fleet.worker();
    const [ended] = await tenant.settled([source!.source_id], TERMINAL_MAX_MS);
    const took = performance.now() - killed;
    expect(ended).toMatchObject({ status: 'ready' });
    expect(took).toBeLessThan(60_000);
    expect(await claimsOf(tenant)).toBe(2);
    await expectUndisturbed(tenant, files);
    await second.end('SIGTERM');
    await annotate(`ready ${(took / 1000).toFixed(1)} s after the kill`);
  }, 180_000);

  it('told to stop gives its source back at once, and exits 0', async ({ annotate }) => {
    const first = await fleet.worker();
    const tenant = await startTenant(server.url);
    const files = documents(1, 151);
    const [source] = await tenant.give(files[0]!);
    await untilProgress(tenant, source!.source_id, 20);
    const told = performance.now();
    expect(await first.end('SIGTERM')).toBe(0);
    const ended = performance.now() - told;
    expect(ended).toBeLessThan(30_000);
    const second = await fleet.worker();
    await tenant.settled([source!.source_id], TERMINAL_MAX_MS);
    const took = performance.now() - told;
    // Far less than a lease.
    expect(took).toBeLessThan(20_000);
    expect(await claimsOf(tenant)).toBe(2);
    await expectUndisturbed(tenant, files);
    await second.end('SIGTERM');
    await annotate(`exit after ${ended.toFixed(0)} ms, ready ${(took / 1000).toFixed(1)} s after the signal`);
  }, 120_000);

  it('that froze for longer than its lease stores nothing when it comes back', async () => {
    const first = await fleet.worker();
    const tenant = await startTenant(server.url);
    const files = documents(1, 152);
    const [source] = await tenant.give(files[0]!);
    await untilProgress(tenant, source!.source_id, 30);
    process.kill(first.pid, 'SIGSTOP');
    const second = await fleet.worker();
    await tenant.settled([source!.source_id], TERMINAL_MAX_MS);
    process.kill(first.pid, 'SIGCONT');
    await sleep(2_000);
    expect(await claimsOf(tenant)).toBe(2);
    await expectUndisturbed(tenant, files);
    for (const worker of [first, second]) expect(await worker.end('SIGTERM')).toBe(0);
  }, 180_000);

  it('that looks for stranded sources sends each once, however many look, and none that waits its turn', async () => {
    const tenant = await startTenant(server.url);
    await fleet.postgres.query(
      `insert into app.sources (tenant_id, source_id, kind, name, content_hash, bytes, updated_at)
       select $1, gen_random_uuid(), 'text', 'n' || n, sha256(n::text::bytea), 1, now() - interval '1 hour'
       from generate_series(1, 300) n`,
      [tenant.tenantId],
    );
    const senders = [await openSender(), await openSender(), await openSender()];
    const look = async () => {
      const stranding = { everyClaim: false, waitingMs: RECOVERY_WAITING_MS };
      const sent = await Promise.all(senders.map((sender) => recoverSources(sender, stranding)));
      return sent.reduce((sum, one) => sum + one, 0);
    };
    expect(await look()).toBe(300);
    // An hour later they still wait, in a queue that is slow.
    await fleet.postgres.query(
      `update app.sources set updated_at = now() - interval '1 hour' where tenant_id = $1`,
      [tenant.tenantId],
    );
    expect(await look()).toBe(0);
    const [jobs] = await fleet.postgres.query(
      `select count(*)::int as sent, count(distinct singleton_key)::int as sources
       from pgboss.job where name = 'ingest-source' and data->>'tenant_id' = $1`,
      [tenant.tenantId],
    );
    expect(jobs).toEqual({ sent: 300, sources: 300 });
    for (const sender of senders) await sender.close();
    await fleet.postgres.query('delete from app.sources where tenant_id = $1', [tenant.tenantId]);
    await fleet.postgres.query(`delete from pgboss.job where data->>'tenant_id' = $1`, [tenant.tenantId]);
  }, 60_000);
});

describe('while uploads and questions go on', () => {
  /** Uploads and asks side by side until `breakIt` is over; every request must be answered, and soon. */
  async function underTraffic(
    files: FileToSend[],
    breakIt: () => Promise<void>,
  ): Promise<[TenantClient, Outcome[]]> {
    const workers = [await fleet.worker(), await fleet.worker()];
    const tenant = await startTenant(server.url);
    const [known] = await tenant.give({ name: 'known.txt', bytes: longDocument(2) });
    await tenant.settled([known!.source_id]);
    await fleet.postgres.query('update app.usage set queries_limit = 10000 where tenant_id = $1', [
      tenant.tenantId,
    ]);
    const outcomes: Outcome[] = [];
    let over = false;
    const asking = (async () => {
      while (!over) {
        outcomes.push(await ask(server.url, tenant, `Who checks the brakes in bay ${outcomes.length}?`));
        await sleep(400);
      }
    })();
    const ids: string[] = [];
    const uploading = (async () => {
      for (const file of files) {
        ids.push(await uploadSurely(() => server.url, tenant, file, outcomes));
        await sleep(300);
      }
    })();
    await sleep(1_000);
    await breakIt();
    const fixed = performance.now();
    await uploading;
    const ended = await fleet.settled(tenant.tenantId, TERMINAL_MAX_MS);
    expect(performance.now() - fixed).toBeLessThan(TERMINAL_MAX_MS);
    over = true;
    await asking;
    expect(ended).toEqual({ ready: new Set(ids).size + 1 });
    for (const outcome of outcomes) {
      const { status, retryAfter, ms } = outcome;
      expect([200, 202, 503], JSON.stringify(outcome)).toContain(status);
      if (status === 503) expect(retryAfter).toMatch(/^\d+$/);
      expect(ms, JSON.stringify(outcome)).toBeLessThan(REQUEST_MAX_MS);
    }
    for (const worker of workers) expect(await worker.end('SIGTERM')).toBe(0);
    return [tenant, outcomes];
  }
  const files = documents(10);
  const all = [{ name: 'known.txt', bytes: longDocument(2) }, ...files];

  it('Redis forgets everything', async ({ annotate }) => {
    const redis = new Redis(fleet.redis.server.url);
    const [tenant, outcomes] = await underTraffic(files, async () => {
      for (let n = 0; n < 5; n++) {
        expect(await redis.flushall()).toBe('OK');
        await sleep(300);
      }
    });
    redis.disconnect();
    expect(outcomes.filter(({ status }) => status === 503)).toEqual([]);
    await expectAll(tenant);
    await annotate(summary(outcomes));
  }, 180_000);

  it('Postgres crashes and comes back, and later stands still for 3 s', async ({ annotate }) => {
    const [tenant, outcomes] = await underTraffic(files, async () => {
      await fleet.postgres.stop();
      await sleep(2_000);
      await fleet.postgres.start();
      await sleep(3_000);
      fleet.postgres.freeze();
      await sleep(3_000);
      fleet.postgres.thaw();
    });
    expect(outcomes.some(({ status }) => status === 503)).toBe(true);
    await expectAll(tenant);
    await annotate(summary(outcomes));
  }, 180_000);

  async function expectAll(tenant: TenantClient): Promise<void> {
    const worker = await fleet.worker();
    await expectUndisturbed(tenant, all);
    await worker.end('SIGTERM');
  }
});

describe('killed at random, servers and workers', () => {
  /** The whole campaign is `npm run bench -- recovery`. */
  const KILLS = Number(process.env.RECOVERY_KILLS ?? 12);

  it(`${KILLS} times: every accepted upload ends ready within 90 s of the last kill, byte for byte`, async ({
    annotate,
  }) => {
    const servers = [server, await fleet.server()];
    const workers: ProductProcess[] = [await fleet.worker(), await fleet.worker()];
    const tenant = await startTenant(server.url);
    await fleet.postgres.query('update app.usage set documents_limit = 10000 where tenant_id = $1', [
      tenant.tenantId,
    ]);
    const outcomes: Outcome[] = [];
    let over = false;
    const sent: { file: FileToSend; id: string }[] = [];
    const uploading = (async () => {
      for (let n = 0; !over; n++) {
        const words = new TextDecoder().decode(longDocument(3 + (n % 12)));
        const file = {
          name: `part-${n}.md`,
          bytes: new TextEncoder().encode(`${words}\n\nThis is part ${n}.\n`),
        };
        const turn = () => servers[Math.floor(Math.random() * servers.length)]!.url;
        sent.push({ file, id: await uploadSurely(turn, tenant, file, outcomes) });
        await sleep(800);
      }
    })();
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(300 + Math.random() * 1_500);
      const at = kill % 2;
      if (Math.random() < 0.7) {
        await workers[at]!.end('SIGKILL');
        workers[at] = await fleet.worker();
      } else {
        await servers[at]!.end('SIGKILL');
        servers[at] = await fleet.server();
      }
    }
    const lastFault = performance.now();
    over = true;
    server = servers[0]!;
    await uploading;
    const ended = await fleet.settled(tenant.tenantId, TERMINAL_MAX_MS);
    const took = performance.now() - lastFault;
    expect(took).toBeLessThan(TERMINAL_MAX_MS);
    expect(ended).toEqual({ ready: sent.length });
    expect(outcomes.filter(({ status }) => ![0, 202, 503].includes(status))).toEqual([]);
    await expectUndisturbed(
      tenant,
      sent.map(({ file }) => file),
    );
    for (const worker of workers) await worker.end('SIGTERM');
    await servers[1]!.end('SIGTERM');
    await annotate(
      `${sent.length} uploads, all ready ${(took / 1000).toFixed(1)} s after the last kill; ${summary(outcomes)}`,
    );
  }, 1_800_000);
});
