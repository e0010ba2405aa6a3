/** First-stage retrieval in one statement for any number of questions: true BM25 and exact vectors, fused. */
import { sql } from 'kysely';
import type { TenantTransaction } from '#lib/ports/database.ts';
import { vectorLiteral } from './chunk-store.ts';
import { BM25_B, BM25_CEILING, BM25_K1, LEXICAL_WEIGHT } from './fuse.ts';
import { BACKGROUND_PASSAGES, backgroundIdf } from './idf.ts';

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

type Row = FoundChunk & { qi: number; rank: number; idf: Record<string, number> | null };

/**
 * BM25 (Robertson & Zaragoza 2009) from the postings table with the tenant's own idf, blended with a background as
 * idf.ts says, and the inner product of unit vectors over all of the tenant's chunks: exact, so nothing is missed.
 * Row level security adds the tenant to every scan. `limit 1` and `materialized` pin the order of the plan, which must
 * not depend on statistics that nobody gathers (PGlite has no autovacuum): best chunks first, then their rows by key. `lexicalWeight` 1 or 0 ranks by one part alone (for evaluation).
 */
export async function searchChunks(
  tx: TenantTransaction,
  queries: readonly SearchQuery[],
  candidates: number,
  lexicalWeight = LEXICAL_WEIGHT,
): Promise<SearchResult[]> {
  const indexes = queries.map((_, qi) => qi);
  const literals = queries.map((query) => vectorLiteral(query.vector));
  const termIndexes = queries.flatMap((query, qi) => query.terms.map(() => qi));
  const terms = queries.flatMap((query) => [...query.terms]);
  const backgrounds = terms.map(backgroundIdf);
  const { rows } = await sql<Row>`with
    tenant as materialized (
      select chunks::float8 as chunks, terms::float8 / greatest(chunks, 1) as average_length from tenant_stats),
    query as materialized (
      select qi, literal::vector as vector from unnest(${indexes}::int[], ${literals}::text[]) as t(qi, literal)),
    asked as materialized (
      select t.qi, t.term, s.df,
        (tenant.chunks * ln(1 + (tenant.chunks - coalesce(s.df, 0) + 0.5) / (coalesce(s.df, 0) + 0.5))
          + ${sql.lit(BACKGROUND_PASSAGES)} * t.background) / (tenant.chunks + ${sql.lit(BACKGROUND_PASSAGES)}) as idf
      from unnest(${termIndexes}::int[], ${terms}::text[], ${backgrounds}::float8[]) as t(qi, term, background)
      cross join tenant left join term_stats s on s.term = t.term),
    bm25 as materialized (
      select a.qi, p.chunk_id, sum(a.idf * p.tf * ${sql.lit(BM25_K1 + 1)}::float8
        / (p.tf + ${sql.lit(BM25_K1)}::float8
          * (${sql.lit(1 - BM25_B)}::float8 + ${sql.lit(BM25_B)}::float8 * p.dl / tenant.average_length))) as score
      from asked a join postings p on p.term = a.term cross join tenant
      where a.df is not null group by a.qi, p.chunk_id),
    ceiling as materialized (
      select qi, ${sql.lit(BM25_CEILING)}::float8 * sum(idf) as score, jsonb_object_agg(term, idf) as idf
      from asked group by qi),
    best as materialized (
      select q.qi, f.*, ceiling.idf
      from query q left join ceiling on ceiling.qi = q.qi
      cross join lateral (
        select *, row_number() over (order by score desc, chunk_id) as rank from (
          select chunk_id, lexical, cosine,
            ${sql.lit(lexicalWeight)}::float8 * lexical + ${sql.lit(1 - lexicalWeight)}::float8 * cosine as score
          from (
            select v.chunk_id, coalesce(b.score / nullif(ceiling.score, 0), 0) as lexical,
              -(v.embedding <#> q.vector) as cosine
            from chunk_vectors v left join bm25 b on b.chunk_id = v.chunk_id and b.qi = q.qi
            offset 0) as parts
          order by score desc, chunk_id limit ${candidates}) as top) as f)
    select f.qi, f.rank, f.score, f.lexical, f.cosine, case f.rank when 1 then f.idf end as idf,
      c.chunk_id, c.source_id, c.ordinal, c.heading, c.page, c.text, c.sentence_vectors, s.title, s.url
    from best f
    cross join lateral (select * from chunks where chunk_id = f.chunk_id limit 1) as c
    cross join lateral (
      select coalesce(title, name) as title, url from sources where source_id = c.source_id limit 1) as s
    order by f.qi, f.rank`.execute(tx);

  const results: SearchResult[] = queries.map(() => ({ chunks: [], idf: new Map() }));
  for (const { qi, rank, idf, ...chunk } of rows) {
    const result = results[qi];
    result?.chunks.push(chunk);
    if (result && Number(rank) === 1) result.idf = new Map(Object.entries(idf ?? {}));
  }
  return results;
}
