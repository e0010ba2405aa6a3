/** Several processes each tell their own; sums over them are what was done, and what they share they all tell alike. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Fleet, startFleet } from '../fixtures/fleet.ts';
import { scrape, sumOf } from '../fixtures/read-metrics.ts';
import { pagesBuilt, type ServerProcess } from '../fixtures/server-process.ts';
import { startTenant } from '../fixtures/tenant-client.ts';

const TOKEN = 'the-token-of-this-test';
const READ_MAX_MS = 30_000;

let fleet: Fleet;
let servers: ServerProcess[];
let workerUrl: string;

beforeAll(async () => {
  await pagesBuilt();
  fleet = await startFleet({ env: { METRICS_TOKEN: TOKEN, METRICS_PORT: '0' } });
  servers = [await fleet.server(), await fleet.server()];
  const worker = await fleet.worker();
  await worker.says(/metrics {5}http:\S+\/api\/metrics\n/);
  workerUrl = /metrics {5}(http:\S+)\/api\/metrics\n/
    .exec(worker.output())![1]!
    .replace('localhost', '127.0.0.1');
}, 240_000);

afterAll(() => fleet?.close());

const urls = () => [...servers.map(({ url }) => url), workerUrl];
const scrapeAll = () => Promise.all(urls().map((url) => scrape(url, TOKEN)));

describe('two servers and a worker', () => {
  it('refuse scrapes without the token', async () => {
    for (const url of urls()) expect((await fetch(`${url}/api/metrics`)).status).toBe(401);
    const bare = await fleet.server({ METRICS_TOKEN: '' });
    expect((await fetch(`${bare.url}/api/metrics`)).status).toBe(404);
    await bare.end('SIGTERM');
  });

  it('add up to what was done, each counting its own part', async () => {
    const [first, second] = [servers[0]!.url, servers[1]!.url];
    const tenants = await Promise.all([first, first, second].map((url) => startTenant(url)));
    const given = { name: 'one.txt', bytes: Buffer.from('There is a bell on each bicycle. It is loud.') };
    for (const tenant of tenants) {
      const sources = await tenant.give(given);
      await tenant.settled(sources.map((one) => one.source_id));
    }
    await Promise.all(
      Array.from({ length: 30 }, (_, n) => fetch(`${[first, second][n % 2]}/api/health/live`)),
    );

    const scraped = await scrapeAll();
    const each = (name: string, labels: Record<string, string> = {}) =>
      scraped.map((series) => sumOf(series, name, labels));
    expect(each('frontdesk_trials_started_total')).toEqual([2, 1, 0]);
    expect(each('frontdesk_ingest_sources_total', { outcome: 'ready' })).toEqual([0, 0, 3]);
    const live = { route: '/api/health/live' };
    expect(each('frontdesk_http_request_duration_seconds_count', live)).toEqual([15, 15, 0]);
    expect(each('frontdesk_build_info', { role: 'worker' })).toEqual([0, 0, 1]);
    // One answer that comes late makes it 0 for a moment.
    const redis = async () => (await scrapeAll()).map((series) => sumOf(series, 'frontdesk_redis_up'));
    await expect.poll(redis, { timeout: READ_MAX_MS, interval: 500 }).toEqual([1, 1, 1]);
    expect(scraped.map((series) => sumOf(series, 'process_resident_memory_bytes') > 0)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('tell what they share alike: the maximum is the truth, the sum is not', async () => {
    const active = async () =>
      (await scrapeAll()).map((series) => sumOf(series, 'frontdesk_trials', { state: 'active' }));
    await expect.poll(active, { timeout: READ_MAX_MS, interval: 500 }).toEqual([3, 3, 3]);
    const connections = (await scrapeAll()).map((series) => sumOf(series, 'frontdesk_db_server_connections'));
    expect(Math.max(...connections)).toBeGreaterThanOrEqual(1);
  });

  it('say when Redis is gone, and that limits are counted without it', async () => {
    await fleet.redis.server.stop();
    const state = async () =>
      (await scrapeAll()).map((series) => [
        series.get('frontdesk_redis_up'),
        series.get('frontdesk_rate_limiter_degraded'),
      ]);
    await expect.poll(state, { timeout: READ_MAX_MS, interval: 500 }).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    const before = (await scrapeAll()).map((series) =>
      sumOf(series, 'frontdesk_rate_limiter_fallback_decisions_total'),
    );
    await fetch(`${servers[0]!.url}/api/openapi.json`);
    const after = (await scrapeAll()).map((series) =>
      sumOf(series, 'frontdesk_rate_limiter_fallback_decisions_total'),
    );
    expect(after.map((count, at) => count - before[at]!)).toEqual([1, 0, 0]);
  });
});
