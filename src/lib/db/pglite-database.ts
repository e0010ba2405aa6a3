/** The embedded database: PGlite in a directory of its own, migrated at the start, one process at a time. */
import { AppError } from '#lib/core/errors.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Tables } from '#lib/ports/schema.ts';
import { noTelemetry } from '#lib/ports/telemetry.ts';
import { applyMigrations, underMigrationLock } from './apply-migrations.ts';
import { lockDataDirectory } from './data-directory.ts';
import { openPglite, type PgliteConnection } from './pglite-connection.ts';
import { pgliteKysely } from './pglite-dialect.ts';
import { startMaintenance } from './pglite-maintenance.ts';
import { transactional } from './transactions.ts';

/** One connection serves everybody, so a caller may wait for a large ingest to commit. */
const ACQUIRE_TIMEOUT_MS = 10_000;

export interface PgliteDatabase {
  database: Database;
  connection: PgliteConnection;
  /** Versions of the migrations that this opening applied. */
  applied: string[];
}

/** Errors: `conflict` when another process has the directory; anything else says what is wrong with it. */
export async function openPgliteDatabase(
  directory: string,
  migrations: string,
  log: Log,
  telemetry = noTelemetry,
): Promise<PgliteDatabase> {
  const unlock = lockDataDirectory(directory);
  try {
    const connection = await openPglite(directory);
    const { session, release } = await connection.acquire(ACQUIRE_TIMEOUT_MS);
    const applied = await underMigrationLock(session, () => applyMigrations(session, migrations)).finally(
      release,
    );
    if (applied.length > 0) log.info({ applied }, 'database migrated');
    const kysely = pgliteKysely<Tables>(connection, ACQUIRE_TIMEOUT_MS);
    const stopMaintenance = startMaintenance(connection, log);
    const close = async () => {
      stopMaintenance();
      try {
        await connection.acquire(ACQUIRE_TIMEOUT_MS);
        await connection.close();
      } finally {
        unlock();
      }
    };
    const pool = () => {
      const { taken, waiting } = connection.load();
      return { size: 1, inUse: taken ? 1 : 0, idle: taken ? 0 : 1, waiting };
    };
    const database = transactional(kysely, log, close, { telemetry, pool });
    return { database, connection, applied };
  } catch (cause) {
    unlock();
    if (cause instanceof AppError) throw cause;
    const message = `The embedded database in ${directory} could not be opened: ${(cause as Error).message}`;
    throw new AppError('database_unavailable', message, { cause });
  }
}
