import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeServicesDirectory } from '../../scripts/services/service-user.ts';
import { type PgbouncerServer, startPgbouncer } from '../../scripts/services/start-pgbouncer.ts';
import { type PostgresServer, startPostgres } from '../../scripts/services/start-postgres.ts';
import { type OwnServices, startOwnServices } from '../../scripts/services/start-services.ts';
import { atLeast } from '../../scripts/services/versions.ts';

const ROOT = join(import.meta.dirname, '../..');
const NO_SERVERS = { DATABASE_URL: '', DIRECT_URL: '', REDIS_URL: '' };

async function query(url: string, ...statements: string[]) {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  try {
    await client.connect();
    let rows: Record<string, unknown>[] = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end().catch(() => {});
  }
}

async function ping(url: string): Promise<string> {
  const client = new Redis(url, { maxRetriesPerRequest: 0, retryStrategy: () => null });
  client.on('error', () => {});
  try {
    return await client.ping();
  } finally {
    client.disconnect();
  }
}

/** Servers that were started by a command of its own, and the URLs that it prints. */
async function runServices(env: Record<string, string> = NO_SERVERS) {
  const child = spawn(process.execPath, ['scripts/services.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let errors = '';
  child.stderr.on('data', (text: Buffer) => {
    errors += text;
  });
  const urls: Record<string, string> = {};
  for await (const line of createInterface(child.stdout)) {
    const [name = '', url = ''] = line.split(/=(.*)/);
    urls[name] = url;
    if (name === 'REDIS_URL') break;
  }
  return { child: child as ChildProcess, urls, errors: () => errors };
}

async function whenRefused(url: string): Promise<void> {
  await expect.poll(() => query(url, 'select 1').catch(() => 'gone'), { timeout: 10_000 }).toBe('gone');
}

describe('npm run services', () => {
  it('prints URLs of a pooled PostgreSQL, a direct one with pgvector, and Redis', async () => {
    const { child, urls } = await runServices();
    expect(Object.keys(urls)).toEqual(['DATABASE_URL', 'DIRECT_URL', 'REDIS_URL']);
    const [row] = await query(
      urls.DIRECT_URL!,
      'create extension vector',
      "select current_setting('server_version_num')::int as number, extversion as vector from pg_extension where extname = 'vector'",
    );
    expect(row!.number).toBeGreaterThanOrEqual(150_000);
    expect(atLeast(String(row!.vector), '0.8.2')).toBe(true);
    expect(await query(urls.DATABASE_URL!, "select '[1,2]'::vector <-> '[1,4]' as distance")).toEqual([
      { distance: 2 },
    ]);
    expect(await ping(urls.REDIS_URL!)).toBe('PONG');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    await whenRefused(urls.DIRECT_URL!);
    await whenRefused(urls.DATABASE_URL!);
  });

  it('leaves no server and no directory behind when it is killed with -9', async () => {
    const { child, urls } = await runServices();
    const [row] = await query(urls.DIRECT_URL!, 'show data_directory');
    const directory = dirname(dirname(String(row!.data_directory)));
    expect(existsSync(directory)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await whenRefused(urls.DATABASE_URL!);
    await whenRefused(urls.DIRECT_URL!);
    await expect.poll(() => ping(urls.REDIS_URL!).catch(() => 'gone'), { timeout: 10_000 }).toBe('gone');
    await expect.poll(() => existsSync(directory), { timeout: 10_000 }).toBe(false);
  });
});

describe('servers of one’s own', () => {
  let services: OwnServices;
  beforeAll(async () => {
    services = await startOwnServices({ poolSize: 2 });
  });
  afterAll(() => services?.stop());

  it('lend a server connection for one transaction only', async () => {
    const [a, b] = [0, 1].map(() => new Client({ connectionString: services.pooler.url('postgres') }));
    await Promise.all([a!.connect(), b!.connect()]);
    try {
      await a!.query('begin');
      const mine = (await a!.query('select pg_backend_pid() as pid')).rows[0].pid;
      const held = (await b!.query('select pg_backend_pid() as pid')).rows[0].pid;
      expect(held).not.toBe(mine);
      await a!.query('commit');
      const pids = new Set<number>();
      for (let turn = 0; turn < 20; turn += 1) {
        for (const client of [a!, b!])
          pids.add((await client.query('select pg_backend_pid() as pid')).rows[0].pid);
      }
      expect(pids.size).toBeLessThanOrEqual(2);
    } finally {
      await Promise.all([a!.end(), b!.end()]);
    }
  });

  it('come back on the same port, with what PostgreSQL had committed, after kill -9', async () => {
    const url = services.pooler.url('postgres', 'postgres');
    await query(url, 'create table survivors (id int)', 'insert into survivors values (1)');
    for (const server of [services.postgres, services.pooler, services.redis]) {
      const before = server.pid;
      await server.stop('SIGKILL');
      expect(server.running()).toBe(false);
      await server.start();
      expect(server.pid).not.toBe(before);
    }
    await expect
      .poll(() => query(url, 'select id from survivors').catch(() => []), { timeout: 5000 })
      .toEqual([{ id: 1 }]);
    expect(await ping(services.redis.url)).toBe('PONG');
  });

  it('end at once when they are stopped while a test has paused them', async () => {
    process.kill(services.redis.pid, 'SIGSTOP');
    await services.redis.stop();
    await services.redis.start();
    expect(await ping(services.redis.url)).toBe('PONG');
  });

  it('are used, and left running, where the environment names them', async () => {
    const named = {
      DATABASE_URL: services.pooler.url('postgres'),
      DIRECT_URL: services.postgres.url('postgres'),
      REDIS_URL: services.redis.url,
    };
    const { child, urls } = await runServices(named);
    expect(urls).toEqual(named);
    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(await ping(services.redis.url)).toBe('PONG');
  });

  it('are refused with a reason where the environment names some that do not answer', async () => {
    const { child, errors } = await runServices({ ...NO_SERVERS, REDIS_URL: 'redis://127.0.0.1:1' });
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(1);
    expect(errors()).toContain('REDIS_URL does not answer');
    const half = await runServices({ ...NO_SERVERS, DATABASE_URL: services.pooler.url('postgres') });
    if (half.child.exitCode === null) await once(half.child, 'exit');
    expect(half.errors()).toContain('belong together');
  });
});

describe('deploy/pgbouncer.ini', () => {
  const directory = makeServicesDirectory();
  let postgres: PostgresServer;
  let pooler: PgbouncerServer | undefined;
  const urlOf = (password: string) =>
    pooler!.url('postgres').replace('app@', `app:${encodeURIComponent(password)}@`);

  beforeAll(async () => {
    postgres = await startPostgres({
      directory: join(directory, 'postgres'),
      hba: 'host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n',
    });
    await query(
      postgres.url('postgres'),
      "create role app login password 'right horse'",
      "create role pgbouncer_lookup login password 'lookup'",
    );
  });
  afterAll(async () => {
    await pooler?.stop();
    await postgres?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('lets `app` in by the SCRAM secret of PostgreSQL in the auth_file', async () => {
    const [row] = await query(
      postgres.url('postgres'),
      "select rolpassword from pg_authid where rolname = 'app'",
    );
    pooler = await startPgbouncer({
      directory: join(directory, 'userlist'),
      postgresPort: postgres.port,
      users: { app: String(row!.rolpassword) },
    });
    expect(await query(urlOf('right horse'), 'select current_user')).toEqual([{ current_user: 'app' }]);
    await expect(query(urlOf('wrong horse'), 'select 1')).rejects.toThrow(/SASL|password/);
    await pooler.stop();
  });

  it('lets `app` in by auth_query, with the function that its comment gives', async () => {
    const template = readFileSync(join(ROOT, 'deploy/pgbouncer.ini'), 'utf8');
    const commented = template
      .split('\n')
      .filter((line) => /^; {3}/.test(line) && !/^; {3}(cp|system|select)/.test(line));
    const sql = commented
      .map((line) => line.slice(1))
      .filter((line) => !/create role/.test(line))
      .join('\n');
    await query(postgres.url('postgres'), sql);
    const setting = (name: string) => new RegExp(`^;${name} = (.*)$`, 'm').exec(template)![1]!;
    pooler = await startPgbouncer({
      directory: join(directory, 'auth-query'),
      postgresPort: postgres.port,
      users: { pgbouncer_lookup: 'lookup' },
      settings: { auth_user: setting('auth_user'), auth_query: setting('auth_query') },
    });
    expect(await query(urlOf('right horse'), 'select current_user')).toEqual([{ current_user: 'app' }]);
    await expect(query(urlOf('wrong horse'), 'select 1')).rejects.toThrow(/SASL|password/);
  });

  it('answers within its short wait when every server connection is lent', async () => {
    await pooler?.stop();
    pooler = await startPgbouncer({
      directory: join(directory, 'waits'),
      postgresPort: postgres.port,
      poolSize: 1,
    });
    const url = pooler.url('postgres', 'postgres');
    const holder = new Client({ connectionString: url });
    await holder.connect();
    await holder.query('begin');
    const startedAt = performance.now();
    await expect(query(url, 'select 1')).rejects.toThrow(/query_wait_timeout|terminated/);
    expect(performance.now() - startedAt).toBeLessThan(6000);
    await holder.end();
  });
});
