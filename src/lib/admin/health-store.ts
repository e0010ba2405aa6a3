/** Reads what is stuck, how large the database is and how far its schema. */
import { sql } from 'kysely';
import { INGEST_STUCK_MS } from '#lib/core/limits.ts';
import type { PlatformTransaction } from '#lib/ports/database.ts';

export interface IngestionCounts {
  waiting: number;
  ingesting: number;
  stuck: number;
  oldest_waiting_seconds: number | null;
}

/** By the index of unfinished sources alone. */
export async function countIngestion(tx: PlatformTransaction): Promise<IngestionCounts> {
  const { rows } = await sql<IngestionCounts>`
    select (count(*) filter (where status = 'queued'))::int as waiting,
      (count(*) filter (where status = 'ingesting'))::int as ingesting,
      (count(*) filter (where coalesce(lease_until, updated_at) < now() - ${INGEST_STUCK_MS} * interval '1 millisecond'))::int as stuck,
      extract(epoch from now() - min(updated_at) filter (where status = 'queued'))::int as oldest_waiting_seconds
    from sources where status in ('queued', 'ingesting')`.execute(tx);
  return rows[0]!;
}

export interface OutboxCounts {
  waiting: number;
  failed: number;
  oldest_waiting_seconds: number | null;
}

export async function countOutbox(
  tx: PlatformTransaction,
  table: 'mails' | 'webhooks',
): Promise<OutboxCounts> {
  const { rows } = await sql<OutboxCounts>`
    select (count(*) filter (where status in ('queued', 'sending')))::int as waiting,
      (count(*) filter (where status = 'failed' and updated_at > now() - interval '1 day'))::int as failed,
      extract(epoch from now() - min(created_at) filter (where status in ('queued', 'sending')))::int
        as oldest_waiting_seconds
    from ${sql.table(table)}`.execute(tx);
  return rows[0]!;
}

export interface DatabaseFacts {
  database_bytes: number;
  database: string;
  migration: string;
  migrations: number;
}

/** The history of migrations is the login role's to read: the role changes for the one statement, as it does for jobs. */
export async function selectDatabaseFacts(tx: PlatformTransaction): Promise<DatabaseFacts> {
  await sql`select set_config('role', 'none', true)`.execute(tx);
  const { rows } = await sql<DatabaseFacts>`
    select pg_database_size(current_database())::float8 as database_bytes,
      split_part(current_setting('server_version'), ' ', 1) as database,
      coalesce(max(version collate "C"), '') as migration, count(*)::int as migrations
    from supabase_migrations.schema_migrations`.execute(tx);
  await sql`select set_config('role', 'platform_user', true)`.execute(tx);
  return rows[0]!;
}
