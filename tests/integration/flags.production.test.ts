/** Flags on several instances: a change is everywhere within 5 s, counts add up, and without the database all goes on. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readConfig } from '#env.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { listFlags } from '#lib/flags/list-flags.ts';
import { setFlag } from '#lib/flags/set-flag.ts';
import { pinoLog } from '#lib/observability/pino-log.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Flags } from '#lib/ports/flags.ts';
import { limitsOf } from '#lib/security/rate-limiting.ts';
import { openSupabase } from '#lib/supabase-client.ts';
import { openFlags } from '#runtime/flags.ts';
import { openLimiter } from '#runtime/limits.ts';
import { startProxy, type TcpProxy } from '../fixtures/tcp-proxy.ts';
import { freshDatabase, type TestDatabase } from '../fixtures/test-database.ts';

const SEEN_MAX_MS = 5_000;
const TENANT = '019a0000-0000-7000-8000-00000000002a';
const OTHER = '019a0000-0000-7000-8000-00000000002b';
const log = pinoLog('silent');

interface Instance {
  database: Database;
  flags: Flags;
  /** What stands between it and the database. */
  proxy: TcpProxy;
  close(): Promise<void>;
}

const owner: AdminCaller = {
  kind: 'admin',
  requestId: 'flags-test',
  adminId: OTHER,
  email: 'owner@example.com',
  role: 'owner',
  sessionId: OTHER,
  address: '192.0.2.7',
};

let on: TestDatabase;
let one: Instance;
let two: Instance;

async function openInstance(away = false): Promise<Instance> {
  const url = new URL(on.env.DATABASE_URL!);
  const proxy = await startProxy(Number(url.port));
  proxy.refuse = away;
  url.port = String(proxy.port);
  const config = readConfig({ ...on.env, DATABASE_URL: url.href, DB_ACQUIRE_TIMEOUT_MS: '500' });
  if (config.mode !== 'production') throw new Error('not production');
  const { database } = openSupabase(config.database, log);
  // As in production: the pace of looks is the product's own.
  const flags = await openFlags({ database, log }, { aloneOnDatabase: false });
  return {
    database,
    flags,
    proxy,
    async close() {
      await flags.close();
      await database.close();
      await proxy.close();
    },
  };
}

async function set(at: Instance, percentage: number, enabled = true): Promise<void> {
  const { flags } = await listFlags(at, owner, {});
  const { version } = flags.find(({ key }) => key === 'redis-limiter')!;
  await setFlag(at, owner, 'redis-limiter', { version, enabled, percentage });
}
const has = ({ flags }: Instance, tenantId = TENANT) => flags.decide('redis-limiter', tenantId).enabled;
const versionAt = ({ flags }: Instance) => flags.decide('redis-limiter', TENANT).version;

beforeAll(async () => {
  on = await freshDatabase('flags');
  [one, two] = [await openInstance(), await openInstance()];
});
afterAll(async () => {
  await one.close();
  await two.close();
  await on.drop();
});

describe('a change', () => {
  it('is seen at once where it was made and by every other instance within 5 s', async ({ annotate }) => {
    const waits: number[] = [];
    for (const [at, other] of [
      [one, two],
      [two, one],
    ] as const) {
      const before = has(other);
      await set(at, before ? 0 : 100);
      const from = performance.now();
      expect(has(at)).toBe(!before);
      await expect.poll(() => has(other), { timeout: 2 * SEEN_MAX_MS, interval: 20 }).toBe(!before);
      waits.push(performance.now() - from);
    }
    await annotate(`seen by the other instance after ${waits.map((ms) => `${ms.toFixed(0)} ms`).join(', ')}`);
    expect(Math.max(...waits)).toBeLessThanOrEqual(SEEN_MAX_MS);
  });
});

describe('without the database', () => {
  it('the last state stays in force, nothing throws, and what changed meanwhile is seen afterwards', async () => {
    await set(one, 0);
    await expect.poll(() => has(two), { timeout: 2 * SEEN_MAX_MS }).toBe(false);
    two.proxy.refuse = true;
    two.proxy.cut();
    await two.flags.refresh();
    expect(has(two)).toBe(false);
    await set(one, 100);
    await two.flags.refresh();
    expect([has(one), has(two)]).toEqual([true, false]);
    expect(await two.flags.explain('redis-limiter', TENANT)).toMatchObject({
      value: false,
      reason: 'STATIC',
    });
    two.proxy.refuse = false;
    await expect.poll(() => has(two), { timeout: 3 * SEEN_MAX_MS }).toBe(true);
  });

  it('a start has the catalogue’s defaults, until there is one', async () => {
    await set(one, 100, false);
    const late = await openInstance(true);
    try {
      expect([has(late), versionAt(late)]).toEqual([true, 0]);
      late.proxy.refuse = false;
      await expect.poll(() => has(late), { timeout: 3 * SEEN_MAX_MS }).toBe(false);
    } finally {
      await late.close();
    }
  });

  it('what was observed is kept, and counted once it is back', async () => {
    await set(one, 50);
    await two.flags.refresh();
    two.proxy.refuse = true;
    two.proxy.cut();
    for (const instance of [one, two]) {
      for (const tenantId of [TENANT, OTHER]) {
        for (let n = 0; n < 5; n++) {
          const outcome = { failed: n === 0, ms: n === 1 ? 9_999 : 1 };
          instance.flags.observe(instance.flags.decide('redis-limiter', tenantId), outcome);
        }
      }
      await instance.flags.refresh();
    }
    const counted = async () => {
      const { flags } = await listFlags(one, owner, {});
      const { cohort, rest } = flags.find(({ key }) => key === 'redis-limiter')!;
      const both = (name: keyof typeof cohort) => cohort[name] + rest[name];
      return { tenants: both('tenants'), calls: both('calls'), failed: both('failed'), slow: both('slow') };
    };
    expect(await counted()).toEqual({ tenants: 2, calls: 10, failed: 2, slow: 2 });
    two.proxy.refuse = false;
    await expect
      .poll(counted, { timeout: 3 * SEEN_MAX_MS })
      .toEqual({ tenants: 2, calls: 20, failed: 4, slow: 4 });
    await set(one, 60);
    expect(await counted()).toEqual({ tenants: 0, calls: 0, failed: 0, slow: 0 });
  });
});

describe('several instances', () => {
  it('look at the same counts, and one of them turns a slow flag off, once', async () => {
    await set(one, 50);
    await two.flags.refresh();
    for (let n = 0; n < 60; n++) {
      const instance = n % 2 === 0 ? one : two;
      const decision = instance.flags.decide('redis-limiter', `019a0000-0000-7000-8000-0000000000${10 + n}`);
      instance.flags.observe(decision, { failed: false, ms: decision.enabled ? 9_999 : 1 });
    }
    await Promise.all([one.flags.refresh(), two.flags.refresh()]);
    await expect.poll(() => [has(one), has(two)], { timeout: 2 * SEEN_MAX_MS }).toEqual([false, false]);
    const { flags, alerts } = await listFlags(two, owner, {});
    expect(alerts).toMatchObject([{ key: 'redis-limiter', harm: 'slow' }]);
    expect(flags.find(({ key }) => key === 'redis-limiter')).toMatchObject({
      updated_by: 'guard',
      enabled: false,
    });
  });
});

describe('redis-limiter', () => {
  it('on, Redis decides; off, this instance does, but for limits that must never be exceeded', async () => {
    const { redisUrl } = inject('services');
    const limiter = await openLimiter({ redisUrl, rateLimitInstances: 1 }, log, one.flags);
    try {
      const sources = async () => {
        const asked = [
          limitsOf({ limits: {} }, ['api-hour', 'ask-minute'], { tenantId: TENANT, address: '192.0.2.1' }, 1),
          limitsOf(
            { limits: {} },
            ['api-hour', 'ingest-hour'],
            { tenantId: TENANT, address: '192.0.2.1' },
            1,
          ),
          limitsOf({ limits: {} }, ['admin-login'], { account: 'a', address: '192.0.2.1' }, 1),
        ];
        return Promise.all(asked.map(async (limits) => (await limiter.consume(limits)).source));
      };
      await set(one, 100, true);
      expect(await sources()).toEqual(['redis', 'redis', 'redis']);
      await set(one, 100, false);
      expect(await sources()).toEqual(['memory', 'redis', 'redis']);
    } finally {
      await limiter.close();
    }
  });
});
