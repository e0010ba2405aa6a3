/** A PostgreSQL and a pooler for one bench alone, with memory for a million vectors; what is in it is lost at the end. */
import { rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { migratePostgres } from '#lib/db/migrate-postgres.ts';
import { pinoLog } from '#lib/observability/pino-log.ts';
import type { Database } from '#lib/ports/database.ts';
import { openSupabase } from '#lib/supabase-client.ts';
import { ensurePgvector } from '../scripts/services/install-pgvector.ts';
import { ensurePrograms } from '../scripts/services/install-programs.ts';
import { makeServicesDirectory } from '../scripts/services/service-user.ts';
import { startPgbouncer } from '../scripts/services/start-pgbouncer.ts';
import { startPostgres } from '../scripts/services/start-postgres.ts';

/** As an operator would give a machine of this size; the log of writes is kept small only because nothing is kept. */
const SETTINGS = {
  shared_buffers: '1GB',
  effective_cache_size: '8GB',
  maintenance_work_mem: '512MB',
  max_wal_size: '16GB',
  checkpoint_timeout: '1h',
  wal_level: 'minimal',
  max_wal_senders: '0',
  jit: 'on',
};
const MIGRATIONS = join(import.meta.dirname, '..', 'supabase', 'migrations');

export interface OwnPostgres {
  /** CPU model, cores and versions, for the result. */
  machine: string;
  /** A migrated database, or a copy of one. */
  create(name: string, template?: string): Promise<void>;
  /** As the superuser. */
  sql<T>(database: string, text: string, parameters?: unknown[]): Promise<T[]>;
  /** As the product opens it, through the pooler. */
  open(database: string): Database;
  /** Past the pooler and without the checks of foreign keys, which take most of the time of loading. */
  openForLoading(database: string): Database;
  stop(): Promise<void>;
}

export async function ownPostgres(): Promise<OwnPostgres> {
  const programs = await ensurePrograms();
  const directory = makeServicesDirectory();
  const postgres = await startPostgres({ directory: join(directory, 'postgres'), settings: SETTINGS });
  const pooler = await startPgbouncer({
    directory: join(directory, 'pgbouncer'),
    postgresPort: postgres.port,
  });
  const sql = async <T>(database: string, text: string, parameters: unknown[] = []) => {
    const client = new Client({ connectionString: postgres.url(database) });
    await client.connect();
    try {
      return (await client.query(text, parameters)).rows as T[];
    } finally {
      await client.end();
    }
  };
  await ensurePgvector(programs, postgres.url('postgres'));
  await sql('postgres', 'create role app login nosuperuser nobypassrls noinherit');
  const [{ version }] = (await sql<{ version: string }>(
    'postgres',
    `select 'PostgreSQL ' || current_setting('server_version') || ', pgvector ' || default_version as version
     from pg_available_extensions where name = 'vector'`,
  )) as [{ version: string }];

  const connect = (url: string) =>
    openSupabase(
      { url, size: 4, acquireTimeoutMs: 10_000, idleTimeoutMs: 60_000, applicationName: 'bench' },
      pinoLog('error'),
    ).database;
  return {
    machine: `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${version}`,
    async create(name, template) {
      await sql('postgres', `create database ${name} ${template ? `template ${template}` : ''}`);
      if (!template) await migratePostgres(postgres.url(name), MIGRATIONS);
    },
    sql,
    open: (database) => connect(pooler.url(database)),
    openForLoading: (database) =>
      connect(
        `${postgres.url(database)}?options=${encodeURIComponent('-c session_replication_role=replica')}`,
      ),
    async stop() {
      await pooler.stop();
      await postgres.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
