/** Opens the database of a configuration alone, for commands that need no more: no models, jobs or limits. */
import { resolve } from 'node:path';
import type { Config } from '#env.ts';
import { openPgliteDatabase } from '#lib/db/pglite-database.ts';
import { pinoLog } from '#lib/observability/pino-log.ts';
import type { Database } from '#lib/ports/database.ts';
import { openSupabase, requireMigrated } from '#lib/supabase-client.ts';

/** Errors: `conflict` while a server has the data directory, `database_unavailable`. */
export async function openDatabase(config: Config): Promise<Database> {
  const log = pinoLog('silent');
  if (config.mode === 'embedded') {
    return (await openPgliteDatabase(resolve(config.dataDir), config.migrationsDir, log)).database;
  }
  const supabase = openSupabase(config.database, log);
  await requireMigrated(supabase, config.migrationsDir).catch(async (error: unknown) => {
    await supabase.database.close();
    throw error;
  });
  return supabase.database;
}
