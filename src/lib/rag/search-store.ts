/** First-stage retrieval in one statement for any number of questions: true BM25 and exact vectors, fused. */
import { type RawBuilder, sql } from 'kysely';
import { VECTOR_INDEX_LAG_MAX_CHUNKS } from '#lib/core/limits.ts';
import type { TenantTransaction } from '#lib/ports/database.ts';
import { vectorLiteral } from './chunk-store.ts';
import { BM25_B, BM25_CEILING, BM25_K1, LEXICAL_WEIGHT } from './fuse.ts';
import { BACKGROUND_PASSAGES, backgroundIdf } from './idf.ts';
import { halfvec } from './vector-index-store.ts';

export interface SearchQuery {
  vector: Float32Array;
  /** BM25 terms of the question, each once. */
  terms: readonly string[];
}

export interface FoundChunk {
  chunk_id: number;
  source_id: string;
  ordinal: number;
  title: string;
  heading: string | null;
  page: number | null;
  url: string | null;
  text: string;
  sentence_vectors: Uint8Array;
  /** Fused first-stage score (fuse.ts) and its parts: BM25 as a share of its ceiling, and the cosine. */
  score: number;
  lexical: number;
  cosine: number;
}

export interface SearchResult {
  /** Best first. */
  chunks: FoundChunk[];
  /** Of the question's terms in this tenant's chunks (idf.ts); empty when nothing was found. */
  idf: Map<string, number>;
}

/** Taken from a tenant's vector index: several times what is asked for, since its order is nearly right only. */
export const INDEX_BREADTH = 100;
/** Taken from BM25 beside them. */
const LEXICAL_BREADTH = 400;

export type SearchRow = FoundChunk & { qi: number; rank: number; idf: Record<string, number> | null };

/**
 * BM25 (Robertson & Zaragoza 2009) from the postings table with the tenant's own idf, blended with a background as
 * idf.ts says, and the inner product of unit vectors, fused. Exact, over all of the tenant's chunks, unless it has a
 * vector index (vector-index-store.ts): then the first of the index, of what is too new for it and by BM25 are scored,
 * in the same way, by their true vectors. A search of the index that comes back short is made up for by the exact one.
 * `lexicalWeight` 1 or 0 ranks by one part alone (for evaluation); without `approximate` no index is used.
 */
export async function searchChunks(
  tx: TenantTransaction,
  tenantId: string,
  queries: readonly SearchQuery[],
  candidates: number,
  lexicalWeight = LEXICAL_WEIGHT,
  approximate = true,
): Promise<SearchResult[]> {
  const statement = searchStatement(tenantId, queries, candidates, lexicalWeight, approximate);
  const { rows } = await statement.execute(tx);
  return resultsOf(queries, rows);
}

export function resultsOf(queries: readonly SearchQuery[], rows: readonly SearchRow[]): SearchResult[] {
  const results: SearchResult[] = queries.map(() => ({ chunks: [], idf: new Map() }));
  for (const { qi, rank, idf, ...chunk } of rows) {
    const result = results[qi];
    result?.chunks.push(chunk);
    if (result && Number(rank) === 1) result.idf = new Map(Object.entries(idf ?? {}));
  }
  return results;
}

/**
 * One statement for all questions; exported to show its plan in a test. Row level security says what rows there are;
 * the tenant is named as well because the planner prunes by what it knows while it plans. `limit`, `offset 0` and
 * `materialized` pin the order of the plan, which must not depend on statistics that nobody gathers (PGlite has no
 * autovacuum). So does the upper end of what is newer than the index: without it a third of all chunks would be expected.
 */
export function searchStatement(
  tenantId: string,
  queries: readonly SearchQuery[],
  candidates: number,
  lexicalWeight: number,
  approximate = true,
): RawBuilder<SearchRow> {
  const indexes = queries.map((_, qi) => qi);
  const literals = queries.map((query) => vectorLiteral(query.vector));
  const termIndexes = queries.flatMap((query, qi) => query.terms.map(() => qi));
  const terms = queries.flatMap((query) => [...query.terms]);
  const backgrounds = terms.map(backgroundIdf);
  const width = queries[0]?.vector.length ?? 1;
  const half = halfvec(width);
  return sql<SearchRow>`with
    tenant as materialized (
      select s.chunks::float8 as chunks, ${sql.lit(BM25_K1 * BM25_B)}::float8 * s.chunks / greatest(s.terms, 1) as length_norm,
        i.copied_chunk_id, i.copied_chunk_id is not null as indexed
      from tenant_stats s left join vector_indexes i
        on ${sql.lit(approximate)} and i.dimensions = ${width} and s.last_chunk_id - i.copied_chunk_id <= ${sql.lit(VECTOR_INDEX_LAG_MAX_CHUNKS)}),
    query as materialized (
      select qi, literal::vector as vector from unnest(${indexes}::int[], ${literals}::text[]) as t(qi, literal)),
    asked as materialized (
      select t.qi, t.term, s.df,
        (tenant.chunks * ln(1 + (tenant.chunks - coalesce(s.df, 0) + 0.5) / (coalesce(s.df, 0) + 0.5))
          + ${sql.lit(BACKGROUND_PASSAGES)} * t.background) / (tenant.chunks + ${sql.lit(BACKGROUND_PASSAGES)}) as idf
      from unnest(${termIndexes}::int[], ${terms}::text[], ${backgrounds}::float8[]) as t(qi, term, background)
      cross join tenant left join term_stats s on s.term = t.term)
    select q.qi, f.rank, f.score, f.lexical, f.cosine,
      case f.rank when 1 then (select jsonb_object_agg(term, idf) from asked where qi = q.qi) end as idf,
      c.chunk_id, c.source_id, c.ordinal, c.heading, c.page, c.text, c.sentence_vectors, s.title, s.url
    from query q
    cross join lateral (with
      indexed as materialized (
        select chunk_id from large_vectors where tenant_id = ${tenantId} and (select indexed from tenant)
        order by (embedding::${half}) <#> q.vector::${half}
        limit ${sql.lit(INDEX_BREADTH)}),
      newest as materialized (
        select chunk_id from chunk_vectors
        where tenant_id = ${tenantId} and chunk_id > (select copied_chunk_id from tenant)
          and chunk_id <= (select copied_chunk_id + ${sql.lit(VECTOR_INDEX_LAG_MAX_CHUNKS)} from tenant)
        order by embedding <#> q.vector limit ${candidates}),
      matched as materialized (
        select chunk_id, bool_or(near) as near, coalesce(sum(part) / nullif(
          ${sql.lit(BM25_CEILING)}::float8 * (select sum(idf) from asked where qi = q.qi), 0), 0) as lexical
        from (
          select p.chunk_id, false as near,
            a.weight * p.tf / (p.tf + ${sql.lit(BM25_K1 * (1 - BM25_B))}::float8 + a.length_norm * p.dl) as part
          from (select term, idf * ${sql.lit(BM25_K1 + 1)}::float8 as weight, length_norm from asked cross join tenant
            where qi = q.qi and df is not null) as a
          cross join lateral (select chunk_id, tf, dl from postings where term = a.term offset 0) as p
          union all
          select chunk_id, true, 0 from indexed
          union all
          select chunk_id, true, 0 from newest) as parts
        group by chunk_id),
      approximate as materialized (
        select m.chunk_id, m.near, m.lexical, -(v.embedding <#> q.vector) as cosine
        from (
          (select * from matched where near)
          union all
          (select * from matched where not near and (select indexed from tenant)
            order by lexical desc, chunk_id limit ${sql.lit(LEXICAL_BREADTH)})) as m
        cross join lateral (select embedding from chunk_vectors where chunk_id = m.chunk_id limit 1) as v),
      enough as materialized (
        select indexed and ${sql.lit(INDEX_BREADTH)} <= (select count(*) from approximate
          where near and chunk_id <= (select copied_chunk_id from tenant)) as yes from tenant)
      select *, row_number() over (order by score desc, chunk_id) as rank from (
        select chunk_id, lexical, cosine,
          ${sql.lit(lexicalWeight)}::float8 * lexical + ${sql.lit(1 - lexicalWeight)}::float8 * cosine as score
        from (
          select chunk_id, lexical, cosine from approximate where (select yes from enough)
          union all
          (select v.chunk_id, coalesce(m.lexical, 0) as lexical, -(v.embedding <#> q.vector) as cosine
          from chunk_vectors v left join matched m on m.chunk_id = v.chunk_id
          where v.tenant_id = ${tenantId} and not (select yes from enough) offset 0)) as parts
        order by score desc, chunk_id limit ${candidates}) as top) as f
    cross join lateral (select * from chunks where chunk_id = f.chunk_id limit 1) as c
    cross join lateral (
      select coalesce(title, name) as title, url from sources where source_id = c.source_id limit 1) as s
    order by q.qi, f.rank`;
}
