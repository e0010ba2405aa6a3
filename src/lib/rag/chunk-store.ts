/** Rows of chunks with their vectors and postings, and the tenant's term statistics kept in step with them. */
import { sql } from 'kysely';
import type { ChunkView } from '#lib/contracts/kb.ts';
import type { TenantTransaction } from '#lib/ports/database.ts';
import { forgetVectors } from './vector-index-store.ts';

/** A chunk ready to be stored. */
export interface IndexedChunk {
  ordinal: number;
  heading: string | null;
  page: number | null;
  text: string;
  /** BM25 term -> how often; terms hold no white space. */
  termFrequencies: ReadonlyMap<string, number>;
  /** Unit length. */
  vector: Float32Array;
  sentenceVectors: Uint8Array;
}

/** Chunks a statement: bounds the size of one message to the database. */
const ROWS_PER_STATEMENT = 200;
const SMALLINT_MAX = 32_767;

/** `[1,2,3]`, the text form of a pgvector vector. */
export function vectorLiteral(vector: Float32Array): string {
  return `[${vector.join(',')}]`;
}

/** Takes ids and counts first: the lock on that row makes writers of one tenant wait for each other here. */
async function reserveIds(tx: TenantTransaction, chunks: readonly IndexedChunk[]): Promise<number> {
  const terms = chunks.reduce((sum, chunk) => sum + countTerms(chunk), 0);
  const { rows } = await sql<{ last: number }>`update tenant_stats set
      last_chunk_id = last_chunk_id + ${chunks.length}, chunks = chunks + ${chunks.length},
      terms = terms + ${terms}, kb_version = kb_version + 1
    returning last_chunk_id as last`.execute(tx);
  return (rows[0]?.last ?? 0) - chunks.length + 1;
}

function countTerms(chunk: IndexedChunk): number {
  let count = 0;
  for (const frequency of chunk.termFrequencies.values()) count += frequency;
  return count;
}

/** Stores the chunks of a source that has none. */
export async function insertChunks(
  tx: TenantTransaction,
  tenantId: string,
  sourceId: string,
  chunks: readonly IndexedChunk[],
): Promise<void> {
  const firstId = await reserveIds(tx, chunks);
  for (let at = 0; at < chunks.length; at += ROWS_PER_STATEMENT) {
    await insertSome(tx, tenantId, sourceId, chunks.slice(at, at + ROWS_PER_STATEMENT), firstId + at);
  }
}

async function insertSome(
  tx: TenantTransaction,
  tenantId: string,
  sourceId: string,
  chunks: readonly IndexedChunk[],
  firstId: number,
): Promise<void> {
  const ids = chunks.map((_, index) => firstId + index);
  const lengths = chunks.map(countTerms);
  await sql`insert into chunks
      (tenant_id, chunk_id, source_id, ordinal, heading, page, text, terms, term_count, sentence_vectors)
    select ${tenantId}, id, ${sourceId}, ordinal, heading, page, body,
      case terms when '' then '{}'::text[] else string_to_array(terms, ' ') end, length, decode(vectors, 'base64')
    from unnest(${ids}::bigint[], ${chunks.map((c) => c.ordinal)}::int[], ${chunks.map((c) => c.heading)}::text[],
      ${chunks.map((c) => c.page)}::int[], ${chunks.map((c) => c.text)}::text[],
      ${chunks.map((c) => [...c.termFrequencies.keys()].join(' '))}::text[], ${lengths}::int[],
      ${chunks.map((c) => Buffer.from(c.sentenceVectors).toString('base64'))}::text[])
      as t(id, ordinal, heading, page, body, terms, length, vectors)`.execute(tx);
  await sql`insert into chunk_vectors (tenant_id, chunk_id, embedding)
    select ${tenantId}, id, literal::vector
    from unnest(${ids}::bigint[], ${chunks.map((c) => vectorLiteral(c.vector))}::text[]) as t(id, literal)`.execute(
    tx,
  );

  const terms: string[] = [];
  const chunkIds: number[] = [];
  const frequencies: number[] = [];
  const documentLengths: number[] = [];
  chunks.forEach((chunk, index) => {
    for (const [term, frequency] of chunk.termFrequencies) {
      terms.push(term);
      chunkIds.push(firstId + index);
      frequencies.push(Math.min(frequency, SMALLINT_MAX));
      documentLengths.push(lengths[index] ?? 0);
    }
  });
  if (terms.length === 0) return;
  await sql`insert into postings (tenant_id, term, chunk_id, tf, dl)
    select ${tenantId}, term, id, tf, dl
    from unnest(${terms}::text[], ${chunkIds}::bigint[], ${frequencies}::smallint[], ${documentLengths}::int[])
      as t(term, id, tf, dl)`.execute(tx);
  await sql`insert into term_stats (tenant_id, term, df)
    select ${tenantId}, term, count(*)::int from unnest(${terms}::text[]) as t(term) group by term order by term
    on conflict (tenant_id, term) do update set df = term_stats.df + excluded.df`.execute(tx);
}

/** Removes what a source has; its postings are found by the chunks' own terms, so the cost is the source's size. */
export async function deleteChunks(tx: TenantTransaction, sourceId: string): Promise<number> {
  const { rows } = await sql<{ chunks: number }>`with gone as (
      select count(*)::int as chunks, coalesce(sum(term_count), 0)::bigint as terms
      from chunks where source_id = ${sourceId})
    update tenant_stats set chunks = tenant_stats.chunks - gone.chunks,
      terms = tenant_stats.terms - gone.terms, kb_version = kb_version + 1
    from gone where gone.chunks > 0 returning gone.chunks`.execute(tx);
  const removed = rows[0]?.chunks ?? 0;
  if (removed === 0) return 0;
  await sql`with pairs as (
      select chunk_id, unnest(terms) as term from chunks where source_id = ${sourceId}),
    counts as (select term, count(*)::int as df from pairs group by term),
    unposted as (
      delete from postings p using pairs where p.term = pairs.term and p.chunk_id = pairs.chunk_id)
    update term_stats s set df = s.df - counts.df from counts where s.term = counts.term`.execute(tx);
  await sql`delete from term_stats where df = 0
    and term in (select unnest(terms) from chunks where source_id = ${sourceId})`.execute(tx);
  await forgetVectors(tx, sourceId);
  await tx.deleteFrom('chunks').where('source_id', '=', sourceId).execute();
  return removed;
}

/** Chunks of a source in reading order, from `fromOrdinal` on. */
export async function selectChunks(
  tx: TenantTransaction,
  sourceId: string,
  fromOrdinal: number,
  limit: number,
): Promise<ChunkView[]> {
  const rows = await tx
    .selectFrom('chunks as c')
    .innerJoin('sources as s', (join) =>
      join.onRef('s.tenant_id', '=', 'c.tenant_id').onRef('s.source_id', '=', 'c.source_id'),
    )
    .select(['c.chunk_id', 'c.source_id', 'c.ordinal', 'c.heading', 'c.page', 'c.text'])
    .select(sql<string>`coalesce(s.title, s.name)`.as('title'))
    .where('c.source_id', '=', sourceId)
    .where('c.ordinal', '>=', fromOrdinal)
    .orderBy('c.ordinal')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, chunk_id: String(row.chunk_id) }));
}

export async function selectOrdinal(tx: TenantTransaction, sourceId: string, chunkId: string) {
  const row = await tx
    .selectFrom('chunks')
    .select('ordinal')
    .where('source_id', '=', sourceId)
    .where('chunk_id', '=', Number(chunkId))
    .executeTakeFirst();
  return row?.ordinal;
}
