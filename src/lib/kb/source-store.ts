/** Rows of sources and their files, and the claim by which one worker at a time ingests one. */
import { type Selectable, sql } from 'kysely';
import type { Source } from '#lib/contracts/kb.ts';
import { INGEST_LEASE_MS } from '#lib/core/limits.ts';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';
import type { Tables } from '#lib/ports/schema.ts';

/** A worker's right to ingest a source: whoever's token is in the row has it. */
export interface Claim {
  tenantId: string;
  sourceId: string;
  leaseToken: string;
}

export interface NewSource {
  tenantId: string;
  sourceId: string;
  kind: 'file' | 'text';
  name: string;
  title: string | null;
  url: string | null;
  contentHash: Uint8Array;
  declaredType: string | null;
  content: Uint8Array;
}

const COLUMNS = [
  'source_id',
  'kind',
  'name',
  'title',
  'url',
  'bytes',
  'status',
  'progress_percent',
  'error_code',
  'error_message',
  'chunks',
  'created_at',
  'updated_at',
] as const;

type SourceRow = Pick<Selectable<Tables['sources']>, (typeof COLUMNS)[number]>;

/** A row as the API shows it. */
export function toSource(row: SourceRow): Source {
  const { error_code: code, error_message: message, ...rest } = row;
  return {
    ...rest,
    error: code === null ? null : { code, message: message ?? '' },
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

export async function selectSourceByHash(tx: TenantTransaction, contentHash: Uint8Array) {
  return tx
    .selectFrom('sources')
    .select(['source_id', 'name', 'status'])
    .where('content_hash', '=', contentHash)
    .executeTakeFirst();
}

export async function insertSource(tx: TenantTransaction, source: NewSource): Promise<void> {
  await tx
    .insertInto('sources')
    .values({
      tenant_id: source.tenantId,
      source_id: source.sourceId,
      kind: source.kind,
      name: source.name,
      title: source.title,
      url: source.url,
      content_hash: source.contentHash,
      bytes: source.content.byteLength,
    })
    .execute();
  await tx
    .insertInto('source_files')
    .values({
      tenant_id: source.tenantId,
      source_id: source.sourceId,
      declared_type: source.declaredType,
      content: source.content,
    })
    .execute();
}

/** Whether the plan had room; the row changes only then. */
export async function reserveStorage(
  tx: TenantTransaction,
  documents: number,
  bytes: number,
): Promise<boolean> {
  const result = await tx
    .updateTable('usage')
    .set((eb) => ({
      documents: eb('documents', '+', documents),
      storage_bytes: eb('storage_bytes', '+', bytes),
    }))
    .where((eb) => eb(eb('documents', '+', documents), '<=', eb.ref('documents_limit')))
    .where((eb) => eb(eb('storage_bytes', '+', bytes), '<=', eb.ref('storage_limit_bytes')))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function releaseStorage(tx: TenantTransaction, documents: number, bytes: number): Promise<void> {
  await tx
    .updateTable('usage')
    .set((eb) => ({
      documents: eb('documents', '-', documents),
      storage_bytes: eb('storage_bytes', '-', bytes),
    }))
    .execute();
}

export async function selectSource(tx: TenantTransaction, sourceId: string): Promise<Source | undefined> {
  const row = await tx
    .selectFrom('sources')
    .select(COLUMNS)
    .where('source_id', '=', sourceId)
    .executeTakeFirst();
  return row && toSource(row);
}

/** Newest first; `before` is the last id of the page before (ids are time-ordered). */
export async function selectSources(
  tx: TenantTransaction,
  before: string | null,
  limit: number,
): Promise<Source[]> {
  let query = tx.selectFrom('sources').select(COLUMNS).orderBy('source_id', 'desc').limit(limit);
  if (before) query = query.where('source_id', '<', before);
  return (await query.execute()).map(toSource);
}

/** Whether it is there; nobody else changes it until this transaction ends. */
export async function lockSource(tx: TenantTransaction, sourceId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('sources')
    .select('source_id')
    .where('source_id', '=', sourceId)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

export async function deleteSource(tx: TenantTransaction, sourceId: string) {
  return tx.deleteFrom('sources').where('source_id', '=', sourceId).returning('bytes').executeTakeFirst();
}

/** Compare-and-set: taken when it waits, or when whoever had it let the lease run out. */
export async function claimSource(tx: TenantTransaction, sourceId: string, leaseToken: string) {
  const { rows } = await sql<{ name: string; kind: 'file' | 'text'; title: string | null }>`
    update sources set status = 'ingesting', progress_percent = 0, error_code = null, error_message = null,
      lease_token = ${leaseToken}, lease_until = now() + ${INGEST_LEASE_MS} * interval '1 millisecond',
      updated_at = now()
    where source_id = ${sourceId}
      and (status = 'queued' or (status = 'ingesting' and lease_until < now()))
    returning name, kind, title`.execute(tx);
  return rows[0];
}

export async function selectSourceFile(tx: TenantTransaction, sourceId: string) {
  return tx
    .selectFrom('source_files')
    .select(['content', 'declared_type'])
    .where('source_id', '=', sourceId)
    .executeTakeFirst();
}

/** Keeps the claim for another lease; false when it is lost. */
export async function renewClaim(tx: TenantTransaction, claim: Claim): Promise<boolean> {
  const result = await tx
    .updateTable('sources')
    .set({ lease_until: sql`now() + ${INGEST_LEASE_MS} * interval '1 millisecond'` })
    .where('source_id', '=', claim.sourceId)
    .where('lease_token', '=', claim.leaseToken)
    .where('status', '=', 'ingesting')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Keeps the claim and says how far it is; false when the claim is lost. */
export async function reportProgress(
  tx: TenantTransaction,
  claim: Claim,
  progressPercent: number,
): Promise<boolean> {
  if (!(await renewClaim(tx, claim))) return false;
  await tx
    .updateTable('sources')
    .set({ progress_percent: progressPercent, updated_at: sql`now()` })
    .where('source_id', '=', claim.sourceId)
    .execute();
  return true;
}

/** Ends a claim in `ready`, `failed` or back in `queued`; false when the claim is lost, then nothing changes. */
export async function endClaim(
  tx: TenantTransaction,
  claim: Claim,
  end: {
    status: 'ready' | 'failed' | 'queued';
    progress_percent: number;
    attempts: number;
    /** With `ready`; a failed run leaves what an earlier version stored. */
    chunks?: number;
    title?: string | null;
    embedding_model?: string;
    error_code: string | null;
    error_message: string | null;
  },
): Promise<boolean> {
  const result = await tx
    .updateTable('sources')
    .set({ ...end, lease_token: null, lease_until: null, updated_at: sql`now()` })
    .where('source_id', '=', claim.sourceId)
    .where('lease_token', '=', claim.leaseToken)
    .where('status', '=', 'ingesting')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function selectAttempts(tx: TenantTransaction, sourceId: string): Promise<number> {
  const row = await tx
    .selectFrom('sources')
    .select('attempts')
    .where('source_id', '=', sourceId)
    .executeTakeFirst();
  return row?.attempts ?? 0;
}

export async function requeueSource(tx: TenantTransaction, sourceId: string): Promise<void> {
  await tx
    .updateTable('sources')
    .set({ status: 'queued', progress_percent: 0, attempts: 0, error_code: null, error_message: null })
    .set({ lease_token: null, lease_until: null, updated_at: sql`now()` })
    .where('source_id', '=', sourceId)
    .where('status', '=', 'failed')
    .execute();
}

/** How a source may have been forgotten: its claim ran out, or it waits longer than `waitingMs`. */
export interface Stranding {
  waitingMs: number;
  /** All claims count as run out: right when this process alone can hold any. */
  everyClaim: boolean;
}

const stranded = ({ waitingMs, everyClaim }: Stranding) => sql<boolean>`(
  (status = 'ingesting' and (lease_until < now() or ${everyClaim}))
  or (status = 'queued' and updated_at < now() - ${waitingMs} * interval '1 millisecond'))`;

/** Those with a claim first, then the longest waiting. Changes and locks nothing. */
export async function selectStranded(tx: PlatformTransaction, stranding: Stranding, limit: number) {
  return tx
    .selectFrom('sources')
    .select(['tenant_id', 'source_id', 'status'])
    .where(stranded(stranding))
    .orderBy('status')
    .orderBy('updated_at')
    .limit(limit)
    .execute();
}

/** Takes the claims of those that are still stranded and that nobody else takes at this moment; returns them. */
export async function requeueStranded(
  tx: PlatformTransaction,
  stranding: Stranding,
  sources: readonly { tenant_id: string; source_id: string }[],
) {
  const { rows } = await sql<{ tenant_id: string; source_id: string }>`
    update sources set status = 'queued', lease_token = null, lease_until = null, updated_at = now()
    where (tenant_id, source_id) in (
      select tenant_id, source_id from sources
      where (tenant_id, source_id) in (
        select * from unnest(${sources.map((s) => s.tenant_id)}::uuid[], ${sources.map((s) => s.source_id)}::uuid[]))
      and ${stranded(stranding)}
      order by tenant_id, source_id for update skip locked)
    returning tenant_id, source_id`.execute(tx);
  return rows;
}

/** Back in the queue: finished sources with vectors of another model than `model`. */
export async function requeueOtherModels(tx: PlatformTransaction, model: string) {
  return tx
    .updateTable('sources')
    .set({ status: 'queued', progress_percent: 0, attempts: 0, updated_at: sql`now()` })
    .where('embedding_model', '!=', model)
    .where('status', 'in', ['ready', 'failed'])
    .returning(['tenant_id', 'source_id'])
    .execute();
}

export async function countUnfinishedSources(tx: PlatformTransaction): Promise<number> {
  const row = await tx
    .selectFrom('sources')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('status', 'in', ['queued', 'ingesting'])
    .executeTakeFirstOrThrow();
  return row.count;
}

/** The code of a source whose chunks a rollback took back. */
const TAKEN_BACK = 'rolled_back';

export async function selectSourceIds(tx: TenantTransaction): Promise<string[]> {
  const rows = await tx.selectFrom('sources').select('source_id').orderBy('source_id').execute();
  return rows.map((row) => row.source_id);
}

/** Ends it as if it had never been read; a worker that has it loses its claim. False when there is nothing to take. */
export async function takeBackSource(tx: TenantTransaction, sourceId: string): Promise<boolean> {
  const result = await tx
    .updateTable('sources')
    .set({ status: 'failed', progress_percent: 0, attempts: 0, chunks: 0, embedding_model: null })
    .set({
      error_code: TAKEN_BACK,
      error_message: 'The set-up was taken back; this is read again when it goes on.',
    })
    .set({ lease_token: null, lease_until: null, updated_at: sql`now()` })
    .where('source_id', '=', sourceId)
    .where('status', '!=', 'failed')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Back in the queue: what was taken back; returns their ids. */
export async function requeueTakenBack(tx: TenantTransaction): Promise<string[]> {
  const rows = await tx
    .updateTable('sources')
    .set({ status: 'queued', error_code: null, error_message: null, updated_at: sql`now()` })
    .where('status', '=', 'failed')
    .where('error_code', '=', TAKEN_BACK)
    .returning('source_id')
    .execute();
  return rows.map((row) => row.source_id);
}
