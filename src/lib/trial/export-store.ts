/** Reads every table of a tenant, a page at a time, in the order of its key. */
import { sql } from 'kysely';
import { EXPORT_FILE_PART_BYTES } from '#lib/core/limits.ts';
import type { TenantTransaction } from '#lib/ports/database.ts';

export interface ExportedTable {
  table: string;
  /** The primary key without the tenant; empty where a tenant has one row. */
  key: readonly string[];
  /** Digests, claims and what is computed from other columns. */
  omit?: readonly string[];
}

export const EXPORTED: readonly ExportedTable[] = [
  { table: 'tenants', key: [] },
  { table: 'trials', key: ['workflow_id'], omit: ['lease_token', 'lease_until'] },
  { table: 'workflow_history', key: ['version'] },
  { table: 'resume_links', key: ['link_id'], omit: ['secret_hash'] },
  { table: 'usage', key: [] },
  { table: 'usage_days', key: ['day'] },
  { table: 'tenant_stats', key: [] },
  { table: 'api_keys', key: ['key_id'], omit: ['token_hash'] },
  { table: 'widget_configs', key: [] },
  { table: 'widget_keys', key: [] },
  { table: 'rate_limit_overrides', key: ['policy'] },
  { table: 'sources', key: ['source_id'], omit: ['content_hash', 'lease_token', 'lease_until'] },
  { table: 'chunks', key: ['chunk_id'], omit: ['terms', 'term_count', 'sentence_vectors'] },
  { table: 'assessments', key: ['kb_version'] },
  { table: 'sessions', key: ['session_id'], omit: ['token_hash'] },
  { table: 'messages', key: ['message_id'] },
  { table: 'mails', key: ['mail_id'], omit: ['body', 'lease_token', 'lease_until'] },
  { table: 'tool_assignments', key: ['tool'], omit: ['signing_secret'] },
  { table: 'tool_records', key: ['record_id'], omit: ['run_key'] },
  { table: 'webhooks', key: ['webhook_id'], omit: ['lease_token', 'lease_until'] },
  { table: 'events', key: ['event_id'] },
  { table: 'idempotency_keys', key: ['operation', 'key'], omit: ['request_hash'] },
  { table: 'audit_log', key: ['audit_id'] },
];
/** In parts, because a file may be larger than a line should be (selectFilePart). */
export const EXPORTED_IN_PARTS = ['source_files'] as const;
/** Computed from the chunks; the next ingest makes them again. */
export const NOT_EXPORTED = [
  'chunk_vectors',
  'large_vectors',
  'postings',
  'term_stats',
  'vector_indexes',
] as const;

export type ExportRow = Record<string, unknown>;

/** The rows after `last`; every column but the omitted ones, so that a new column is exported by being there. */
export async function selectExportPage(
  tx: TenantTransaction,
  { table, key, omit = [] }: ExportedTable,
  last: ExportRow | null,
  limit: number,
): Promise<ExportRow[]> {
  const columns = key.map((column) => sql.ref(`t.${column}`));
  const order = columns.length > 0 ? sql`order by ${sql.join(columns)}` : sql``;
  const values = key.map((column) => sql`${last?.[column]}`);
  const after = last ? sql`where (${sql.join(columns)}) > (${sql.join(values)})` : sql``;
  const { rows } = await sql<{ row: ExportRow }>`
    select to_jsonb(t) - ${[...omit]}::text[] as row from ${sql.table(table)} t ${after} ${order} limit ${limit}`.execute(
    tx,
  );
  return rows.map(({ row }) => row);
}

/** The file of a source after `last`, without its content. */
export async function selectNextFile(tx: TenantTransaction, last: string | null) {
  let query = tx
    .selectFrom('source_files')
    .select(['source_id', 'declared_type', sql<number>`octet_length(content)`.as('bytes')])
    .orderBy('source_id')
    .limit(1);
  if (last !== null) query = query.where('source_id', '>', last);
  return query.executeTakeFirst();
}

/** Base64 of the part that begins at byte `from` (0-based); undefined when the file was removed meanwhile. */
export async function selectFilePart(tx: TenantTransaction, sourceId: string, from: number) {
  const { rows } = await sql<{ part: string }>`
    select translate(encode(substring(content from ${from + 1}::int for ${EXPORT_FILE_PART_BYTES}::int), 'base64'), E'\n', '')
      as part from source_files where source_id = ${sourceId}`.execute(tx);
  return rows[0]?.part;
}
