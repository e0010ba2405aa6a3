/** Applies supabase/migrations in order, each once, in the table that the Supabase CLI reads too. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What migrations need of a connection that may own things: one session, several statements a call. */
export interface MigrationSession {
  query(sql: string, parameters: unknown[]): Promise<{ rows: unknown[] }>;
  exec(sql: string): Promise<unknown>;
}

/** Any number that nobody else locks. */
const ADVISORY_LOCK = 8_214_701;

const HISTORY = `
  create schema if not exists supabase_migrations;
  create table if not exists supabase_migrations.schema_migrations (
    version text not null primary key,
    statements text[],
    name text
  );`;

/** Whatever changes the schema runs in here, so that two deploys at once take turns. */
export async function underMigrationLock<T>(session: MigrationSession, work: () => Promise<T>): Promise<T> {
  await session.query('select pg_advisory_lock($1)', [ADVISORY_LOCK]);
  try {
    return await work();
  } finally {
    await session.query('select pg_advisory_unlock($1)', [ADVISORY_LOCK]);
  }
}

async function migrationFiles(directory: string): Promise<string[]> {
  return (await readdir(directory)).filter((name) => /^\d+_.+\.sql$/.test(name)).sort();
}

const versionOf = (file: string) => file.split('_', 1)[0] ?? '';

/** Under the lock. Returns `applied` with the versions applied now. A failing one is rolled back whole and stops the run. */
export async function applyMigrations(
  session: MigrationSession,
  directory: string,
  applied: string[] = [],
): Promise<string[]> {
  const files = await migrationFiles(directory);
  await session.exec(HISTORY);
  const { rows } = await session.query('select version from supabase_migrations.schema_migrations', []);
  const done = new Set((rows as { version: string }[]).map((row) => row.version));
  for (const file of files) {
    const version = versionOf(file);
    if (done.has(version)) continue;
    const name = file.slice(version.length + 1, -'.sql'.length);
    await applyOne(session, version, name, await readFile(join(directory, file), 'utf8'));
    applied.push(version);
  }
  return applied;
}

async function applyOne(
  session: MigrationSession,
  version: string,
  name: string,
  text: string,
): Promise<void> {
  await session.exec('begin');
  try {
    await session.exec(text);
    await session.query('insert into supabase_migrations.schema_migrations values ($1, $2, $3)', [
      version,
      [text],
      name,
    ]);
    await session.exec('commit');
  } catch (cause) {
    await session.exec('rollback');
    throw new Error(`migration ${version}_${name}: ${(cause as Error).message}`, { cause });
  }
}

/** Lets servers and workers see how far the schema is. */
export const HISTORY_GRANTS = `
  grant usage on schema supabase_migrations to app;
  grant select on supabase_migrations.schema_migrations to app`;

/** Versions of `directory` that the database does not have yet; all of them when it has none. */
export async function missingMigrations(
  read: (sql: string) => Promise<{ rows: unknown[] }>,
  directory: string,
): Promise<string[]> {
  const NO_SUCH_SCHEMA_OR_TABLE = /^(3F000|42P01|42501)$/;
  const { rows } = await read('select version from supabase_migrations.schema_migrations').catch((error) => {
    if (NO_SUCH_SCHEMA_OR_TABLE.test(error.code)) return { rows: [] };
    throw error;
  });
  const done = new Set((rows as { version: string }[]).map((row) => row.version));
  return (await migrationFiles(directory)).map(versionOf).filter((version) => !done.has(version));
}
