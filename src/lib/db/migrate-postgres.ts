/** Brings a Postgres to the newest schema over a direct connection: our migrations, then the job queue's own. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AppError } from '#lib/core/errors.ts';
import {
  MIGRATION_LOCK_ATTEMPTS,
  MIGRATION_LOCK_PAUSE_MS,
  MIGRATION_LOCK_TIMEOUT_MS,
} from '#lib/core/limits.ts';
import { applyMigrations, HISTORY_GRANTS, underMigrationLock } from './apply-migrations.ts';
import { explainFailure } from './explain-failure.ts';
import { migrateQueue } from './pg-boss-queue.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Returns the versions applied now. `directUrl` must reach a session of its own (an advisory lock keeps two deploys
 * apart), as a role that may create roles and extensions. No statement waits longer than MIGRATION_LOCK_TIMEOUT_MS for
 * a lock, because whoever comes after it in the lock's queue would wait as long; it is rolled back and tried again.
 * Errors: `database_unavailable`, `database_busy` when a lock was not to be had; a migration that fails says which.
 */
export async function migratePostgres(directUrl: string, migrations: string): Promise<string[]> {
  const client = new pg.Client({
    connectionString: directUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'frontdesk migrate',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const exec = async (sql: string) => {
      const results = [await client.query(sql)].flat() as pg.QueryResult[];
      return { rows: results.flatMap(({ rows }) => rows as unknown[]) };
    };
    const query = (sql: string, parameters: unknown[]) => client.query(sql, parameters);
    return await underMigrationLock({ query, exec }, async () => {
      await client.query(`set lock_timeout = ${MIGRATION_LOCK_TIMEOUT_MS}`);
      const applied: string[] = [];
      await retryOnLock(async () => {
        await applyMigrations({ query, exec }, migrations, applied);
        await requirePgvector(query);
        await exec(HISTORY_GRANTS);
        await migrateQueue({
          executeSql: (sql, values) => (values?.length ? query(sql, values) : exec(sql)),
        });
      });
      return applied;
    });
  } catch (error) {
    throw inWords(error);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Versions before it have CVE-2026-3172 (parallel HNSW build). */
const PGVECTOR_MIN = [0, 8, 2];

async function requirePgvector(
  query: (sql: string, parameters: unknown[]) => Promise<{ rows: unknown[] }>,
): Promise<void> {
  const { rows } = await query("select extversion as version from pg_extension where extname = 'vector'", []);
  const { version = '' } = (rows[0] ?? {}) as { version?: string };
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const [a = 0, b = 0, c = 0] = PGVECTOR_MIN;
  if (major * 1e6 + minor * 1e3 + patch >= a * 1e6 + b * 1e3 + c) return;
  throw new AppError(
    'conflict',
    `pgvector ${version} is too old: ${PGVECTOR_MIN.join('.')} is needed. Update it with “alter extension vector update”.`,
  );
}

async function retryOnLock(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!isLockTimeout(error) || attempt === MIGRATION_LOCK_ATTEMPTS) throw error;
      await sleep(MIGRATION_LOCK_PAUSE_MS);
    }
  }
}

const LOCK_NOT_AVAILABLE = '55P03';

/** The database's own error: a migration's failure is wrapped in one that names the migration. */
function reasonOf(error: unknown): { code?: string } {
  const { cause } = error as { cause?: unknown };
  return (cause instanceof pg.DatabaseError ? cause : error) as { code?: string };
}

const isLockTimeout = (error: unknown) => reasonOf(error).code === LOCK_NOT_AVAILABLE;

function inWords(error: unknown): unknown {
  const explained = explainFailure(reasonOf(error));
  if (!(explained instanceof AppError)) return error;
  const what = (error as Error).message;
  const message = isLockTimeout(error)
    ? `Another session holds a lock that a migration needs, and was waited for ${MIGRATION_LOCK_ATTEMPTS} times ` +
      `${MIGRATION_LOCK_TIMEOUT_MS / 1_000} s (${what}). What was not applied has changed nothing. ` +
      'Find it in pg_stat_activity and pg_locks, let it end, and run `npm run migrate` again.'
    : `The database of DIRECT_URL could not be migrated: ${what}`;
  return new AppError(explained.code, message, { cause: error });
}
