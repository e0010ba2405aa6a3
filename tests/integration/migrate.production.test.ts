/** Migrations run over a direct connection, as an owner that is no superuser, once however many deploys race. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { readConfig } from '#env.ts';
import { migratePostgres } from '#lib/db/migrate-postgres.ts';
import { migrateProduction, openProductionPorts } from '#runtime/production.ts';
import { withDatabase } from '../../scripts/services/services.ts';
import { MIGRATIONS } from '../fixtures/repository.ts';

/** Like the `postgres` login of a hosted database. */
const OWNER = `hosted_${randomUUID().slice(0, 8)}`;
const DATABASE = `migrate_${randomUUID().slice(0, 8)}`;
const { directUrl, poolerUrl, redisUrl } = inject('services');
const asOwner = withDatabase(directUrl, DATABASE, OWNER);
let admin: pg.Client;

beforeAll(async () => {
  admin = new pg.Client({ connectionString: directUrl });
  await admin.connect();
  await admin.query(`create role ${OWNER} login createrole bypassrls nosuperuser`);
  await admin.query(`create database ${DATABASE} owner ${OWNER}`);
  const extension = new pg.Client({ connectionString: withDatabase(directUrl, DATABASE) });
  await extension.connect();
  // Hosts let their owner make this one extension; Postgres by itself does not.
  await extension.query(`create schema extensions authorization ${OWNER}`);
  await extension.query('create extension vector with schema extensions');
  await extension.end();
});
afterAll(async () => {
  await admin.query(`drop database ${DATABASE} with (force)`);
  await admin.query(`drop role ${OWNER}`).catch(() => undefined);
  await admin.end();
});

const config = (directUrl = '') =>
  readConfig({
    DATABASE_URL: withDatabase(poolerUrl, DATABASE),
    DIRECT_URL: directUrl,
    REDIS_URL: redisUrl,
    LOG_LEVEL: 'silent',
  }) as Parameters<typeof migrateProduction>[0];

describe('a database that is not migrated', () => {
  it('is refused by servers and workers with what to do', async () => {
    const refused = {
      code: 'database_unavailable',
      publicMessage: expect.stringContaining('npm run migrate'),
    };
    await expect(openProductionPorts(config(), { consumes: false })).rejects.toMatchObject(refused);
    await expect(openProductionPorts(config(), { consumes: true })).rejects.toMatchObject(refused);
  });

  it('is not migrated through the pooler', async () => {
    await expect(migrateProduction(config())).rejects.toMatchObject({
      publicMessage: expect.stringContaining('DIRECT_URL'),
    });
  });
});

describe('migrating', () => {
  it('applies each migration once, whoever of three comes first', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => migratePostgres(asOwner, MIGRATIONS)));
    const applied = runs.filter((versions) => versions.length > 0);
    expect(applied).toHaveLength(1);
    expect(applied[0]).toEqual(expect.arrayContaining(['001', '002', '003', '004']));
    expect(await migratePostgres(asOwner, MIGRATIONS)).toEqual([]);
  });

  it('that is behind by one is refused too, by its number', async () => {
    const client = new pg.Client({ connectionString: withDatabase(directUrl, DATABASE) });
    await client.connect();
    const history = 'supabase_migrations.schema_migrations';
    const { rows } = await client.query(`delete from ${history} where version = '004' returning *`);
    await expect(openProductionPorts(config(), { consumes: false })).rejects.toMatchObject({
      publicMessage: expect.stringContaining('missing: 004'),
    });
    const { version, statements, name } = rows[0];
    await client.query(`insert into ${history} values ($1, $2, $3)`, [version, statements, name]);
    await client.end();
  });

  it('leaves a database on which servers and workers start', async () => {
    const worker = await openProductionPorts(config(asOwner), { consumes: true });
    const server = await openProductionPorts(config(asOwner), { consumes: false });
    expect([worker.ports.jobs.healthy(), server.ports.jobs.healthy()]).toEqual([true, true]);
    await server.close();
    await worker.close();
  });

  it('says which address could not be reached', async () => {
    await expect(migratePostgres('postgres://nobody@127.0.0.1:9/none', MIGRATIONS)).rejects.toMatchObject({
      code: 'database_unavailable',
      publicMessage: expect.stringContaining('DIRECT_URL'),
    });
  });
});
