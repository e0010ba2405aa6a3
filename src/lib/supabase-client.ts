/** The database of production mode: Supabase or any Postgres behind a transaction-mode pooler (Supavisor, pgBouncer). */
import type { ConstructorOptions } from 'pg-boss';
import { AppError } from '#lib/core/errors.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Tables } from '#lib/ports/schema.ts';
import { noTelemetry } from '#lib/ports/telemetry.ts';
import { missingMigrations } from './db/apply-migrations.ts';
import { postgresKysely } from './db/postgres-dialect.ts';
import { postgresPgBoss } from './db/postgres-pg-boss.ts';
import { createPostgresPool, type PoolSettings, poolState } from './db/postgres-pool.ts';
import { transactional } from './db/transactions.ts';

export interface SupabaseClient {
  database: Database;
  /** The same pool, for the job queue's own statements. */
  queueDb: NonNullable<ConstructorOptions['db']>;
}

/**
 * Nothing of a session outlives a transaction here: no named prepared statement, no SET but LOCAL, no LISTEN, no
 * session lock. A caller waits at most `acquireTimeoutMs` for a connection, then gets `database_busy`.
 */
export function openSupabase(settings: PoolSettings, log: Log, telemetry = noTelemetry): SupabaseClient {
  const pool = createPostgresPool(settings, log);
  const stopping = new AbortController();
  const close = async () => {
    stopping.abort();
    await pool.pool.end();
  };
  const measured = { telemetry, pool: () => poolState(pool) };
  const database = transactional(postgresKysely<Tables>(pool), log, close, measured);
  return { database, queueDb: postgresPgBoss(pool, stopping.signal) };
}

/** Refuses to work on a database that is older than this version. Errors: `database_unavailable`. */
export async function requireMigrated({ queueDb }: SupabaseClient, migrations: string): Promise<void> {
  const missing = await missingMigrations((sql) => queueDb.executeSql(sql), migrations);
  if (missing.length === 0) return;
  throw new AppError(
    'database_unavailable',
    `The database is older than this version: run \`npm run migrate\` first (missing: ${missing.join(', ')}).`,
  );
}
