/** Real processes on one key, their wall clocks wrong: never more than the limit in any window, and all of it where it is asked for. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Limit } from '#lib/ports/rate-limiter.ts';
import { RedisRateLimiter } from '#lib/security/redis-rate-limiter.ts';
import { attackTogether, mostInAnyWindow } from '../fixtures/limiter-fleet.ts';
import { type RedisCluster, startCluster } from '../fixtures/redis-cluster.ts';
import { type RedisProcess, startRedis } from '../fixtures/redis-process.ts';

const WINDOW_MS = 2_000;
/** What peers were found to be led astray by, and more. */
const SKEWS_MS = [-700, 0, 1_500, 3_600_000];
const PROCESSES = 4;
/** Exactness is not about deadlines, and the machine is shared: nobody falls back here. */
const DEADLINE_MS = 2_000;

const limitsOf = (...sizes: number[]): Limit[] =>
  sizes.map((limit) => ({
    name: `n-${limit}`,
    key: randomUUID(),
    limit,
    windowMs: WINDOW_MS,
    cost: 1,
    algo: 'rolling',
    onRedisDown: 'share',
  }));

async function expectExact(url: string, limits: Limit[], pattern: 'steady' | 'boundary', lanes: number) {
  const urls = new Array<string>(PROCESSES).fill(url);
  const plan = { urls, limits, pattern, lanes, skewsMs: SKEWS_MS, pauseMs: 5, deadlineMs: DEADLINE_MS };
  const reports = await attackTogether(plan, () => sleep(3 * WINDOW_MS + 500));
  expect(reports.flatMap(({ errors }) => errors)).toEqual([]);
  expect(reports.map(({ degraded }) => degraded)).toEqual(reports.map(() => 0));
  const most = limits.map(({ name }) => [name, mostInAnyWindow(reports, name, WINDOW_MS)]);
  expect(most).toEqual(limits.map(({ name, limit }) => [name, limit]));
}

describe('four instances on one Redis', () => {
  let redis: RedisProcess;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());

  it('admit exactly N in the fullest window when they ask all the time', () =>
    expectExact(redis.url, limitsOf(1, 100, 1_000, 10_000), 'steady', 16));

  it('admit exactly N when they ask for twice as much around each boundary', () =>
    expectExact(redis.url, limitsOf(1, 100, 1_000), 'boundary', 4));
});

describe('a Redis Cluster', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.stop());

  it('admits exactly N of keys on all its nodes', () =>
    expectExact(cluster.url, limitsOf(1, 100, 1_000, 2_000), 'steady', 8));

  it('gives back what one slot took when another refuses', async () => {
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const open = () => RedisRateLimiter.open({ url: cluster.url, log, deadlineMs: DEADLINE_MS });
    const instances = await Promise.all([open(), open()]);
    const [wide, narrow] = limitsOf(1_000, 10) as [Limit, Limit];
    const hour = { ...wide, name: 'hour', windowMs: 3_600_000 };
    const asked = Array.from({ length: 60 }, (_, n) => instances[n % 2]!.consume([wide, hour, narrow]));
    const admitted = (await Promise.all(asked)).filter(({ allowed }) => allowed).length;
    expect(admitted).toBe(10);
    const { limits } = await instances[0]!.peek([hour]);
    expect(limits[0]!.remaining).toBe(990);
    await Promise.all(instances.map((instance) => instance.close()));
  });
});
