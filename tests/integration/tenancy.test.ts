/** PROMISES 1: the database itself keeps tenants apart, whatever a statement asks for. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pgBossQueue } from '#lib/db/pg-boss-queue.ts';
import { pinoLog } from '#lib/observability/pino-log.ts';
import { idleJobs } from '../fixtures/idle-jobs.ts';
import { tenancyViolations, tenantTables } from '../fixtures/tenancy-catalogue.ts';
import { type TwoFamilies, twoFamilies } from '../fixtures/tenant-families.ts';
import { isolationViolations, tryAsTenant } from '../fixtures/tenant-isolation.ts';
import { MODE } from '../fixtures/test-database.ts';

let db: TwoFamilies;
const rowsOf = async <T>(sql: string, parameters: unknown[] = []) =>
  (await db.asOwner((session) => session.query(sql, parameters))).rows as T[];

beforeAll(async () => {
  db = await twoFamilies();
});
afterAll(() => db.close());

describe('the catalogue', () => {
  it('closes every table of tenants: forced row level security, one policy, keys that begin with the tenant', async () => {
    expect((await db.asOwner(tenantTables)).length).toBeGreaterThanOrEqual(17);
    expect(await db.asOwner(tenancyViolations)).toEqual([]);
  });

  it('leaves no table of the schema without row level security', async () => {
    const open = await rowsOf(
      `select relname from pg_class where relnamespace = 'app'::regnamespace and relkind in ('r', 'p')
       and not (relrowsecurity and relforcerowsecurity and pg_get_userbyid(relowner) = 'owner')`,
    );
    expect(open).toEqual([]);
  });

  it('has no view or security definer function that could read past the policies', async () => {
    const views = await rowsOf(
      `select relname from pg_class where relnamespace = 'app'::regnamespace and relkind in ('v', 'm')`,
    );
    const functions = await rowsOf(
      `select proname from pg_proc where pronamespace = 'app'::regnamespace and prosecdef`,
    );
    expect([...views, ...functions]).toEqual([]);
  });

  it('gives no role of ours a way around row level security', async () => {
    const roles = await rowsOf<{ rolname: string }>(
      `select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles
       where rolname in ('owner', 'app', 'tenant_user', 'platform_user') order by rolname`,
    );
    const none = {
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
    };
    expect(roles).toEqual(
      ['app', 'owner', 'platform_user', 'tenant_user'].map((rolname) => ({ rolname, ...none })),
    );
    const members = await rowsOf<{ member: string; role: string }>(
      `select member::regrole::text as member, roleid::regrole::text as role from pg_auth_members
       where member::regrole::text in ('owner', 'app', 'tenant_user', 'platform_user') order by 1, 2`,
    );
    expect(members).toEqual([
      { member: 'app', role: 'platform_user' },
      { member: 'app', role: 'tenant_user' },
    ]);
  });

  it('lets the login role own nothing and touch no table by itself', async () => {
    const owned = await rowsOf(`select relname from pg_class where pg_get_userbyid(relowner) = 'app'`);
    const granted = await rowsOf(
      `select c.relname, p as privilege from pg_class c
       cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as p
       where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
         and has_table_privilege('app', c.oid, p)`,
    );
    expect([...owned, ...granted]).toEqual([]);
  });

  it('grants tenants nothing but rows', async () => {
    const granted = await rowsOf(
      `select c.relname, p as privilege from pg_class c cross join unnest(array['TRUNCATE', 'REFERENCES', 'TRIGGER']) as p
       where c.relnamespace = 'app'::regnamespace and has_table_privilege('tenant_user', c.oid, p)`,
    );
    const creates = await rowsOf(
      `select nspname from pg_namespace where nspname in ('app', 'extensions')
       and has_schema_privilege('tenant_user', oid, 'CREATE')`,
    );
    expect([...granted, ...creates]).toEqual([]);
  });
});

describe('the tenant of a transaction', () => {
  it.each([
    ['that was never set', 'select 1'],
    ['that is empty', `select set_config('app.tenant_id', '', true)`],
    ['that was set by an earlier transaction', `set local app.tenant_id = '${randomUUID()}'; commit; begin`],
  ])('%s raises', async (_, before) => {
    await db.asOwner(async (session) => {
      await session.exec('begin');
      try {
        await session.exec(`set local role tenant_user; ${before}; set local role tenant_user`);
        await expect(session.query('select * from app.tenants', [])).rejects.toThrow('no tenant is set');
      } finally {
        await session.exec('rollback');
      }
    });
  });

  it('is not a uuid: refused, never everybody', async () => {
    const outcome = await tryAsTenant(db.database, '%', 'select 1 from app.tenants', []);
    expect([outcome.rows, outcome.refused]).toEqual([[], '22P02']);
  });

  it('belongs to nobody: sees nothing in any table', async () => {
    for (const table of db.maker.order) {
      const { rows } = await tryAsTenant(db.database, randomUUID(), `select 1 from app.${table}`, []);
      expect(rows, table).toEqual([]);
    }
  });

  it('leaves nothing behind on the connection', async () => {
    await tryAsTenant(db.database, db.a.tenantId, 'select 1', []);
    // Without a transaction of its own, on whichever connection of the pool comes.
    const { rows } = await db.queueDb.executeSql(
      `select current_setting('app.tenant_id', true) as tenant, current_setting('role') as role`,
    );
    expect(rows).toEqual([{ tenant: '', role: 'none' }]);
  });
});

describe('a tenant', () => {
  it('reads, changes and plants nothing at another, in every table', async () => {
    const before = await everything();
    for (const table of db.maker.order) {
      expect(await isolationViolations(db.database, db.maker, table, db.a, db.b)).toEqual([]);
      expect(await isolationViolations(db.database, db.maker, table, db.b, db.a)).toEqual([]);
    }
    expect(await everything()).toEqual(before);
  });

  it('cannot read the queue, the operators, their sessions or the feature flags', async () => {
    const queue = pgBossQueue(
      { db: db.queueDb, mode: MODE, consumes: true, concurrency: 1 },
      pinoLog('silent'),
    );
    await queue.start(idleJobs);
    try {
      const flags = ['app.flags', 'app.flags_version', 'app.flag_outcomes', 'app.flag_alerts'];
      const admins = ['app.admin_users', 'app.admin_sessions'];
      for (const table of ['pgboss.job', 'pgboss.queue', ...admins, ...flags]) {
        for (const sql of [`select * from ${table}`, `delete from ${table}`]) {
          expect((await tryAsTenant(db.database, db.a.tenantId, sql, [])).refused, sql).toBe('42501');
        }
      }
    } finally {
      await queue.stop(1_000);
    }
  });

  it('cannot become another role', async () => {
    // The connection is a superuser's, so what counts is membership: only the login role may switch.
    const [may] = await rowsOf(
      `select pg_has_role('tenant_user', 'platform_user', 'MEMBER') or pg_has_role('tenant_user', 'owner', 'MEMBER')
         or pg_has_role('tenant_user', 'app', 'MEMBER') as any`,
    );
    expect(may).toEqual({ any: false });
  });

  it('is erased whole: no row of it is left in any table', async () => {
    const { tenantId } = await db.another();
    await db.database.asPlatform('start-trial', (tx) =>
      tx.deleteFrom('tenants').where('tenant_id', '=', tenantId).execute(),
    );
    for (const table of db.maker.order) {
      const left = await rowsOf<{ tenant_id: string }>(`select tenant_id from app.${table}`);
      expect(new Set(left.map((row) => row.tenant_id)), table).toEqual(
        new Set([db.a.tenantId, db.b.tenantId]),
      );
    }
  });
});

describe('the audit log, and the history of a workflow', () => {
  it('is changed and emptied by nobody', async () => {
    for (const role of ['tenant_user', 'platform_user']) {
      for (const sql of [
        `update app.audit_log set actor = 'nobody'`,
        'delete from app.audit_log',
        `update app.workflow_history set actor = 'nobody'`,
        'delete from app.workflow_history',
        'truncate app.audit_log',
      ]) {
        await db.asOwner(async (session) => {
          await session.exec(`begin; set local app.tenant_id = '${db.a.tenantId}'; set local role ${role}`);
          await expect(session.query(sql, []), `${role}: ${sql}`).rejects.toMatchObject({ code: '42501' });
          await session.exec('rollback');
        });
      }
    }
  });
});

async function everything(): Promise<unknown> {
  return db.asOwner(async (session) => {
    const all: Record<string, unknown> = {};
    for (const table of db.maker.order) {
      all[table] = (await session.query(`select * from app.${table} order by tenant_id`, [])).rows;
    }
    return all;
  });
}
