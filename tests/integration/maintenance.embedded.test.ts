import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '#env.ts';
import { openPgliteDatabase, type PgliteDatabase } from '#lib/db/pglite-database.ts';
import { vacuumTables } from '#lib/db/pglite-maintenance.ts';

const silent = { info() {}, warn() {}, error() {} };
const directory = mkdtempSync(join(tmpdir(), 'frontdesk-maintenance-'));
let opened: PgliteDatabase;

beforeAll(async () => {
  opened = await openPgliteDatabase(directory, readConfig({}).migrationsDir, silent);
});
afterAll(async () => {
  await opened.database.close();
  rmSync(directory, { recursive: true, force: true });
});

it('vacuums and analyses every table of the product', async () => {
  const tables = await vacuumTables(opened.connection);
  expect(tables).toEqual(expect.arrayContaining(['app.sources', 'app.chunks', 'app.postings']));
  const { session, release } = await opened.connection.acquire(1_000);
  const { rows } = await session.exec(
    `select count(*)::int as n from pg_class where relnamespace = 'app'::regnamespace and relkind = 'r' and reltuples = -1`,
  );
  release();
  expect(rows).toEqual([{ n: 0 }]);
});
