/** Applies supabase/migrations in order, each once, in the table that the Supabase CLI reads too. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What migrations need of a connection that may own things: one session, several statements a call. */
export interface MigrationSession {
  query(sql: string, parameters: unknown[]): Promise<{ rows: unknown[] }>;
  exec(sql: string): Promise<unknown>;
}

/** Any number that nobody else locks; held for the whole run, so that two deploys do not race. */
const ADVISORY_LOCK = 8_214_701;

const HISTORY = `
  create schema if not exists supabase_migrations;
  create table if not exists supabase_migrations.schema_migrations (
    version text not null primary key,
    statements text[],
    name text
  );`;

/** Returns the versions applied now. A failing migration is rolled back whole and stops the run. */
export async function applyMigrations(session: MigrationSession, directory: string): Promise<string[]> {
  const files = (await readdir(directory)).filter((name) => /^\d+_.+\.sql$/.test(name)).sort();
  await session.query('select pg_advisory_lock($1)', [ADVISORY_LOCK]);
  try {
    await session.exec(HISTORY);
    const { rows } = await session.query('select version from supabase_migrations.schema_migrations', []);
    const done = new Set((rows as { version: string }[]).map((row) => row.version));
    const applied: string[] = [];
    for (const file of files) {
      const [, version = '', name = ''] = /^(\d+)_(.+)\.sql$/.exec(file) ?? [];
      if (done.has(version)) continue;
      await applyOne(session, version, name, await readFile(join(directory, file), 'utf8'));
      applied.push(version);
    }
    return applied;
  } finally {
    await session.query('select pg_advisory_unlock($1)', [ADVISORY_LOCK]);
  }
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
