/** PROMISES 10 and 12: an accepted upload is never lost and never doubled, whenever the process dies. */
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Source } from '#lib/contracts/kb.ts';
import { openPglite } from '#lib/db/pglite-connection.ts';
import { businessDocuments } from '../fixtures/business-documents.ts';
import { temporaryDataDir } from '../fixtures/data-directory.ts';
import { longDocument } from '../fixtures/long-document.ts';
import {
  pagesBuilt,
  type ServerProcess,
  spawnServer,
  startServerProcess,
} from '../fixtures/server-process.ts';
import { readStoredIndex, type StoredIndex } from '../fixtures/stored-index.ts';
import { startTenant, type TenantClient, tenantClient } from '../fixtures/tenant-client.ts';

const PASSAGES = 200;
/**
 * When the process is killed: progress seen, and milliseconds from then. It parses at 0 %, embeds from 10 on, and the
 * last batch (from 91 on) is followed at once by the transaction that swaps all of it in.
 */
const KILLS = [
  { percent: 0, afterMs: 0 },
  { percent: 0, afterMs: 250 },
  { percent: 10, afterMs: 0 },
  { percent: 30, afterMs: 100 },
  { percent: 91, afterMs: 250 },
  { percent: 91, afterMs: 400 },
  { percent: 91, afterMs: 600 },
  { percent: 100, afterMs: 0 },
];
const SETTLED_MAX_MS = 90_000;
const handbook = { name: 'handbook.md', bytes: longDocument(PASSAGES) };

const directories: string[] = [];
const running = new Set<ServerProcess>();
let undisturbed: StoredIndex;

async function dataDir(): Promise<string> {
  const directory = await temporaryDataDir('crash');
  directories.push(directory);
  return directory;
}

async function start(directory: string): Promise<ServerProcess> {
  const server = await startServerProcess({ FRONTDESK_DATA_DIR: directory });
  running.add(server);
  void server.exited.then(() => running.delete(server));
  return server;
}

/** Reads what a process that has ended left behind, without the product. */
async function readDirectory(directory: string, ...tenantIds: string[]): Promise<StoredIndex[]> {
  const connection = await openPglite(directory);
  const { session, release } = await connection.acquire(1_000);
  const query = async (sql: string, parameters: unknown[]) => (await session.query(sql, parameters)).rows;
  try {
    const read: StoredIndex[] = [];
    for (const tenantId of tenantIds) read.push(await readStoredIndex(query, tenantId));
    return read;
  } finally {
    release();
    await connection.close();
  }
}

/** How often an ingest was begun, from the events of a tenant with one source. */
async function claimsOf(tenant: TenantClient): Promise<number> {
  let claims = 0;
  for await (const { data } of tenant.events(0)) {
    if (data.status === 'ingesting' && data.progress_percent === 0) claims += 1;
    if (data.status === 'ready') break;
  }
  return claims;
}

const again = (server: ServerProcess, tenant: TenantClient) =>
  tenantClient(server.url, tenant.tenantId, tenant.token);

beforeAll(async () => {
  await pagesBuilt();
  const directory = await dataDir();
  const server = await start(directory);
  const tenant = await startTenant(server.url);
  const [source] = await tenant.give(handbook);
  await tenant.settled([source!.source_id], SETTLED_MAX_MS);
  expect(await server.end('SIGTERM')).toBe(0);
  [undisturbed] = (await readDirectory(directory, tenant.tenantId)) as [StoredIndex];
  expect(undisturbed.sources).toMatchObject([{ status: 'ready', lease_token: null }]);
  expect(undisturbed.chunks.length).toBeGreaterThanOrEqual(PASSAGES);
}, 240_000);

afterAll(async () => {
  for (const server of running) await server.end('SIGKILL');
  for (const directory of directories) await rm(directory, { recursive: true, force: true });
});

describe('kill -9 in the middle of an ingest', () => {
  it(`at ${KILLS.length} points: the next start finishes it, byte for byte`, async ({ annotate }) => {
    const directory = await dataDir();
    let server = await start(directory);
    const tenants: TenantClient[] = [];
    for (const { percent, afterMs } of KILLS) {
      const what = `killed ${afterMs} ms after ${percent} %`;
      const tenant = await startTenant(server.url);
      tenants.push(tenant);
      const [source] = await tenant.give(handbook);
      const path = `/api/trial/kb/${source!.source_id}`;
      for (;;) {
        const { status, progress_percent } = await tenant.get<Source>(path);
        if (status !== 'queued' && progress_percent >= percent) break;
        await sleep(5);
      }
      await sleep(afterMs);
      await server.end('SIGKILL');
      const killed = performance.now();
      server = await start(directory);
      const restarted = again(server, tenant);
      const [ended] = await restarted.settled([source!.source_id], SETTLED_MAX_MS);
      expect(ended, what).toMatchObject({ status: 'ready', chunks: undisturbed.chunks.length });
      const seconds = ((performance.now() - killed) / 1000).toFixed(1);
      await annotate(`${what}: begun ${await claimsOf(restarted)} times, ready ${seconds} s later`);
    }
    expect(await server.end('SIGTERM')).toBe(0);
    const left = await readDirectory(directory, ...tenants.map(({ tenantId }) => tenantId));
    for (const [at, index] of left.entries()) expect(index, JSON.stringify(KILLS[at])).toEqual(undisturbed);
  }, 600_000);

  it('again and again, with several files: all of them end ready, none twice', async () => {
    const directory = await dataDir();
    let server = await start(directory);
    const tenant = await startTenant(server.url);
    const documents = await businessDocuments();
    const accepted = await tenant.give(handbook, ...documents);
    for (let kills = 0; kills < 4; kills++) {
      await sleep(100 + Math.random() * 1_500);
      await server.end('SIGKILL');
      server = await start(directory);
    }
    const ids = accepted.map(({ source_id }) => source_id);
    const ended = await again(server, tenant).settled(ids, SETTLED_MAX_MS);
    expect(ended.map(({ status }) => status)).toEqual(ids.map(() => 'ready'));
    const second = await again(server, tenant).give(handbook, ...documents);
    expect(second.every(({ duplicate }) => duplicate)).toBe(true);
    await server.end('SIGKILL');
    const [index] = (await readDirectory(directory, tenant.tenantId)) as [StoredIndex];
    const ordinals = index.chunks.map(({ name, ordinal }) => `${name} ${ordinal}`);
    expect(new Set(ordinals).size).toBe(ordinals.length);
    expect(index.vectors).toEqual([{ count: ordinals.length }]);
    expect(index.chunks.filter(({ name }) => name === handbook.name)).toEqual(undisturbed.chunks);
    const termCounts = index.chunks.reduce((sum, { term_count }) => sum + Number(term_count), 0);
    expect(index.tenant_stats).toEqual([{ chunks: ordinals.length, terms: termCounts }]);
    const df = new Map<string, number>();
    for (const { terms } of index.chunks as { terms: string[] }[]) {
      for (const term of terms) df.set(term, (df.get(term) ?? 0) + 1);
    }
    expect(new Map(index.term_stats.map(({ term, df: count }) => [term, count]))).toEqual(df);
    expect(index.postings.length).toBe([...df.values()].reduce((sum, count) => sum + count, 0));
  }, 240_000);
});

describe('kill -9 during the first start', () => {
  it('— while the database is made, and while it is migrated — leaves a directory that works', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'frontdesk-first-'));
    directories.push(directory);
    for (const made of [/^pgdata\..*new$/, /^pgdata$/]) {
      const starting = spawnServer({ FRONTDESK_DATA_DIR: directory });
      while (!readdirSync(directory).some((name) => made.test(name))) await sleep(5);
      await sleep(Math.random() * 800);
      starting.kill('SIGKILL');
      await once(starting, 'exit');
    }
    const server = await start(directory);
    const tenant = await startTenant(server.url);
    const [source] = await tenant.give({
      name: 'a.txt',
      bytes: new TextEncoder().encode('It works as ever.'),
    });
    expect((await tenant.settled([source!.source_id]))[0]!.status).toBe('ready');
    expect(await server.end('SIGTERM')).toBe(0);
  }, 240_000);
});

describe('SIGTERM during an ingest', () => {
  it('ends the process with 0 within 30 s, and the next start finishes the ingest', async ({ annotate }) => {
    const directory = await dataDir();
    let server = await start(directory);
    const tenant = await startTenant(server.url);
    const [source] = await tenant.give({ name: handbook.name, bytes: longDocument(PASSAGES * 3) });
    for await (const { data } of tenant.events(0)) if (data.progress_percent >= 12) break;
    const asked = performance.now();
    expect(await server.end('SIGTERM')).toBe(0);
    const took = performance.now() - asked;
    expect(took).toBeLessThan(30_000);
    const [cut] = (await readDirectory(directory, tenant.tenantId)) as [StoredIndex];
    await annotate(`ended in ${took.toFixed(0)} ms, leaving the source ${cut.sources[0]!.status}`);
    expect(cut.chunks).toHaveLength(cut.sources[0]!.status === 'ready' ? Number(cut.sources[0]!.chunks) : 0);
    server = await start(directory);
    await expect
      .poll(async () => (await again(server, tenant).trial()).kb.sources, { timeout: 20_000 })
      .toMatchObject({ failed: 0 });
    const [ended] = await again(server, tenant).settled([source!.source_id], 200_000);
    expect(ended).toMatchObject({ status: 'ready' });
    expect(ended!.chunks).toBeGreaterThanOrEqual(PASSAGES * 3);
    await server.end('SIGTERM');
  }, 300_000);
});

describe('a restart', () => {
  it('keeps tokens, keys, sources, answers, events and what is used up; a second process is refused meanwhile', async () => {
    const directory = await dataDir();
    let server = await start(directory);
    let tenant = await startTenant(server.url);
    const [document] = await businessDocuments();
    const [source] = await tenant.give(document!);
    await tenant.settled([source!.source_id]);
    const { key } = await (
      await tenant.call('POST', '/api/trial/keys', { name: 'k', scopes: ['ask'] })
    ).json();
    const first = await tenant.ask(document!.fact.question);
    // One document is not enough: the set-up pauses, and then nothing changes by itself.
    await expect.poll(async () => (await tenant.trial()).workflow.status, { timeout: 60_000 }).toBe('paused');
    const state = await tenant.trial();

    const refused = await startServerProcess({ FRONTDESK_DATA_DIR: directory }).then(
      () => null,
      (error: Error & { exitCode: number }) => error,
    );
    expect(refused?.exitCode).toBe(1);
    expect(refused?.message).toContain(
      `Another Frontdesk process is already using the data directory ${directory}.`,
    );
    expect(refused?.message).not.toMatch(/\n\s+at /);
    expect((await tenant.call('GET', '/api/health/ready')).status).toBe(200);

    await server.end('SIGKILL');
    server = await start(directory);
    tenant = again(server, tenant);
    expect(await tenant.trial()).toEqual(state);
    const byKey = await tenantClient(server.url, tenant.tenantId, key).ask(document!.fact.question);
    expect([byKey.answer, byKey.sources]).toEqual([first.answer, first.sources]);
    expect(byKey.usage.queries_used).toBe(2);
    const rated = await tenant.call('POST', '/api/feedback', { request_id: first.request_id, rating: 'up' });
    expect(rated.status).toBe(204);
    for await (const { id } of tenant.events(0)) {
      expect(id).toBe(1);
      break;
    }
    await server.end('SIGTERM');
  }, 240_000);
});
