/** Brings a Postgres to the newest schema over a direct connection: our migrations, then the job queue's own. */
import pg from 'pg';
import { AppError } from '#lib/core/errors.ts';
import { MIGRATION_LOCK_TIMEOUT_MS } from '#lib/core/limits.ts';
import { applyMigrations, HISTORY_GRANTS, underMigrationLock } from './apply-migrations.ts';
import { explainFailure } from './explain-failure.ts';
import { migrateQueue } from './pg-boss-queue.ts';

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Returns the versions applied now. `directUrl` must reach a session of its own (an advisory lock keeps two deploys
 * apart), as a role that may create roles and extensions. No statement waits longer than MIGRATION_LOCK_TIMEOUT_MS for a lock, because
 * whoever comes after it in the lock's queue would wait as long.
 * Errors: `database_unavailable`; a migration that fails says which.
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
      const applied = await applyMigrations({ query, exec }, migrations);
      await requirePgvector(query);
      await exec(HISTORY_GRANTS);
      await migrateQueue({
        executeSql: (sql, values) => (values?.length ? query(sql, values) : exec(sql)),
      });
      return applied;
    });
  } catch (error) {
    const explained = explainFailure(error);
    if (!(explained instanceof AppError)) throw error;
    const message = `The database of DIRECT_URL could not be migrated: ${(error as Error).message}`;
    throw new AppError(explained.code, message, { cause: error });
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
