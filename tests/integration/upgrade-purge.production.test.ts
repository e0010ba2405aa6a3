/** PROMISES 13: a tenant that is upgraded at the moment it is purged is one or the other; PGlite has one connection, and so no races. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TRIAL_GRACE_DAYS } from '#lib/core/limits.ts';
import { pgBossQueue } from '#lib/db/pg-boss-queue.ts';
import { pinoLog } from '#lib/observability/pino-log.ts';
import { noTelemetry } from '#lib/ports/telemetry.ts';
import { purgeExpiredTrials } from '#lib/trial/purge-expired-trials.ts';
import { upgradeTrial } from '#lib/trial/upgrade-trial.ts';
import { openAnswerCache } from '#runtime/answer-cache.ts';
import { ADMIN } from '../fixtures/http-host.ts';
import { idleJobs } from '../fixtures/idle-jobs.ts';
import { type OpenDatabase, openTestDatabase } from '../fixtures/open-database.ts';
import { MODE } from '../fixtures/test-database.ts';

const OPERATOR = { ...ADMIN, requestId: 'r', address: '127.0.0.1' };

const RACES = 1_000;
const DAY_MS = 86_400_000;
const SIGNAL = new AbortController().signal;

let db: OpenDatabase;
let jobs: ReturnType<typeof pgBossQueue>;
const log = pinoLog('silent');

beforeAll(async () => {
  db = await openTestDatabase('upgrade');
  jobs = pgBossQueue({ db: db.queueDb, mode: MODE, consumes: false, concurrency: 1 }, log);
  await jobs.start(idleJobs);
});
afterAll(async () => {
  await jobs.stop(1_000);
  await db.close();
});

const FAMILY = ['tenants', 'trials', 'usage', 'tenant_stats'] as const;

it(`${RACES} races: upgraded and whole, or erased to the last row`, async ({ annotate }) => {
  const tenants = Array.from({ length: RACES }, () => randomUUID());
  const firstEnd = Date.UTC(2026, 0, 1);
  const endOf = (index: number) => firstEnd + index * 1_000;
  await db.asOwner(async ({ query }) => {
    await query(
      `insert into app.tenants (tenant_id, email, business_name, business_type, status, expires_at)
       select id, 'owner@shop.example', 'Bluebird Bikes', 'other', 'expired', to_timestamp($2::float8 + n - 1)
       from unnest($1::uuid[]) with ordinality as t(id, n)`,
      [tenants, firstEnd / 1_000],
    );
    await query(
      `insert into app.trials (tenant_id, workflow_id, current_step, status)
       select id, id, 'kb_ingest', 'in_progress' from unnest($1::uuid[]) as id`,
      [tenants],
    );
    await query(
      `insert into app.usage (tenant_id, queries_limit, documents_limit, storage_limit_bytes)
       select id, 100, 500, 1000 from unnest($1::uuid[]) as id`,
      [tenants],
    );
    await query('insert into app.tenant_stats (tenant_id) select unnest($1::uuid[])', [tenants]);
  });
  const answerCache = openAnswerCache(undefined, log);
  let now = 0;
  const clock = { now: () => new Date(now) };
  const ports = { database: db.database, jobs, answerCache, clock, log, telemetry: noTelemetry };

  const upgraded: string[] = [];
  for (const [index, tenantId] of tenants.entries()) {
    // Exactly this one is due.
    now = endOf(index) + TRIAL_GRACE_DAYS * DAY_MS;
    const turns = Math.floor(Math.random() * 4);
    const yields = async (count: number) => {
      for (let n = 0; n < count; n++) await new Promise(setImmediate);
    };
    const purge = yields(turns).then(() => purgeExpiredTrials(ports, SIGNAL));
    const upgrade = yields(3 - turns)
      .then(() => upgradeTrial(ports, OPERATOR, { tenantId, plan: 'pro' }))
      .then(
        () => true,
        (error) => {
          expect(error).toMatchObject({ code: 'not_found' });
          return false;
        },
      );
    const [purged, won] = await Promise.all([purge, upgrade]);
    if (won) upgraded.push(tenantId);
    // Passed over while the other one had the row: then nobody erases it any more.
    expect(purged, `race ${index}`).toBe(won ? 0 : 1);
  }
  await annotate(`${upgraded.length} upgraded, ${RACES - upgraded.length} erased`);
  expect(upgraded.length).toBeGreaterThan(RACES / 20);
  expect(upgraded.length).toBeLessThan(RACES - RACES / 20);
  now += 400 * DAY_MS;
  expect(await purgeExpiredTrials(ports, SIGNAL)).toBe(0);

  await db.asOwner(async ({ query }) => {
    for (const table of FAMILY) {
      const { rows } = await query(`select tenant_id from app.${table} order by 1`, []);
      expect(
        (rows as { tenant_id: string }[]).map((row) => row.tenant_id),
        table,
      ).toEqual(upgraded.toSorted());
    }
    const whole = `select 1 from app.tenants t join app.usage u using (tenant_id)
      where t.status = 'active' and t.plan = 'pro' and u.queries_limit = 100000`;
    expect((await query(whole, [])).rows).toHaveLength(upgraded.length);
    const receipts = 'select 1 from app.erasures where finished_at is not null';
    expect((await query(receipts, [])).rows).toHaveLength(RACES - upgraded.length);
  });
});
