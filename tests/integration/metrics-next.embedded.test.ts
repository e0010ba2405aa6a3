/** Under `next start`, which loads route modules in bundles of their own, there is one registry and no count is lost. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../../scripts/services/free-port.ts';
import { temporaryDataDir } from '../fixtures/data-directory.ts';
import { NO_ASSESSMENTS } from '../fixtures/no-assessments.ts';
import { NO_RATE_LIMITS } from '../fixtures/no-rate-limits.ts';
import { scrape, sumOf } from '../fixtures/read-metrics.ts';
import { ROOT } from '../fixtures/repository.ts';
import { pagesBuilt } from '../fixtures/server-process.ts';
import { startTenant } from '../fixtures/tenant-client.ts';

const TOKEN = 'the-token-of-this-test';
const START_MAX_MS = 90_000;

let next: ChildProcess;
let url: string;
let directory: string;

const isReady = () =>
  fetch(`${url}/api/health/ready`).then(
    ({ status }) => status === 200,
    () => false,
  );

beforeAll(async () => {
  await pagesBuilt();
  directory = await temporaryDataDir('metrics-next');
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const program = createRequire(join(ROOT, 'package.json')).resolve('next/dist/bin/next');
  next = spawn(process.execPath, [program, 'start', '-p', String(port), '-H', '127.0.0.1'], {
    cwd: ROOT,
    env: {
      ...process.env,
      ...NO_RATE_LIMITS,
      ...NO_ASSESSMENTS,
      NODE_ENV: 'production',
      DATABASE_URL: '',
      REDIS_URL: '',
      FRONTDESK_DATA_DIR: directory,
      METRICS_TOKEN: TOKEN,
      LOG_LEVEL: 'silent',
    },
    stdio: 'ignore',
  });
  const giveUpAt = performance.now() + START_MAX_MS;
  while (!(await isReady())) {
    if (performance.now() > giveUpAt) throw new Error('next start did not become ready');
    await sleep(200);
  }
}, 240_000);

afterAll(async () => {
  if (next?.exitCode === null) {
    const ended = once(next, 'close');
    next.kill('SIGKILL');
    await ended;
  }
  await rm(directory, { recursive: true, force: true, maxRetries: 3 });
});

it('counts every request of every route', async () => {
  const tenant = await startTenant(url);
  const before = await scrape(url, TOKEN);
  const ROUNDS = 20;
  const calls = Array.from({ length: ROUNDS }, () => [
    fetch(`${url}/api/health/live`),
    fetch(`${url}/api/openapi.json`),
    tenant.call('GET', '/api/trial'),
    tenant.call('GET', '/api/trial/kb'),
    fetch(`${url}/api/trial`, { headers: { authorization: `Bearer fdt_${'x'.repeat(43)}` } }),
    tenant.call('POST', '/api/ask', { query: 'Is anybody there?' }),
  ]).flat();
  for (const response of await Promise.all(calls)) await response.arrayBuffer();
  const after = await scrape(url, TOKEN);
  const rose = (name: string, labels: Record<string, string> = {}) =>
    sumOf(after, name, labels) - sumOf(before, name, labels);
  const requests = (route: string, status_class: string) =>
    rose('frontdesk_http_request_duration_seconds_count', { route, status_class });

  expect({
    live: requests('/api/health/live', '2xx'),
    openapi: requests('/api/openapi.json', '2xx'),
    trial: requests('/api/trial', '2xx'),
    refused: requests('/api/trial', '4xx'),
    sources: requests('/api/trial/kb', '2xx'),
    asks: requests('/api/ask', '2xx'),
    credentials: rose('frontdesk_auth_failures_total', { kind: 'tenant_token' }),
    queries: rose('frontdesk_queries_total', { plan: 'trial' }),
  }).toEqual({
    live: ROUNDS,
    openapi: ROUNDS,
    trial: ROUNDS,
    refused: ROUNDS,
    sources: ROUNDS,
    asks: ROUNDS,
    credentials: ROUNDS,
    queries: ROUNDS,
  });
  expect(sumOf(after, 'frontdesk_trials_started_total')).toBe(1);
  expect(sumOf(after, 'frontdesk_http_requests_in_flight')).toBe(1);
});
