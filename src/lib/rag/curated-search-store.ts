/** Passages and curated answers of any number of questions, found in one statement. */
import { sql } from 'kysely';
import type { TenantTransaction } from '#lib/ports/database.ts';
import { vectorLiteral } from './chunk-store.ts';
import { CURATED_COSINE, type CuratedCandidate, questionHash } from './curated-match.ts';
import { LEXICAL_WEIGHT } from './fuse.ts';
import {
  resultsOf,
  type SearchQuery,
  type SearchResult,
  type SearchRow,
  searchStatement,
} from './search-store.ts';

/** Near ones that are looked at by their words. */
const CANDIDATES = 5;

/** Every question asks for its curated answer, also one that shares its search with another. */
export interface CuratedSearch {
  questions: readonly { text: string; vector: Float32Array }[];
  /** Vectors of another model are not compared; equal questions meet all the same. */
  model: string;
}

type Row = SearchRow & { curated: boolean; cosine: number };

export async function searchWithCurated(
  tx: TenantTransaction,
  tenantId: string,
  queries: readonly SearchQuery[],
  { questions, model }: CuratedSearch,
  candidates: number,
  approximate?: boolean,
): Promise<{ results: SearchResult[]; curated: CuratedCandidate[][] }> {
  const search = searchStatement(tenantId, queries, candidates, LEXICAL_WEIGHT, approximate);
  const hashes = questions.map(({ text }) => Buffer.from(questionHash(text)).toString('hex'));
  const literals = questions.map(({ vector }) => vectorLiteral(vector));
  const { rows } = await sql<Row>`with
    found as materialized (${search}),
    question as materialized (
      select qi, decode(hash, 'hex') as hash, literal::vector as vector
      from unnest(${questions.map((_, qi) => qi)}::int[], ${hashes}::text[], ${literals}::text[]) as t(qi, hash, literal)),
    written as materialized (select * from curated_answers where tenant_id = ${tenantId})
    select false as curated, qi, rank, score, lexical, cosine, idf, chunk_id, source_id, ordinal, heading, page, text,
      sentence_vectors, title, url from found
    union all
    select true, q.qi, 0, 0, 0, near.cosine, null, 0, near.answer_id, 0, null, null, near.answer, null, near.question, near.url
    from question q cross join lateral (
      select answer_id, question, answer, url, 1 as cosine from written where question_hash = q.hash
      union all
      select answer_id, question, answer, url, -(embedding <#> q.vector) from written
      where question_hash != q.hash
        and case when embedding_model = ${model} then -(embedding <#> q.vector) >= ${sql.lit(CURATED_COSINE)} end
      order by cosine desc limit ${sql.lit(CANDIDATES)}) as near
    order by curated, qi, rank, cosine desc`.execute(tx);
  const curated = questions.map((): CuratedCandidate[] => []);
  for (const row of rows) {
    if (!row.curated) continue;
    const { qi, source_id, title, text, url, cosine } = row;
    curated[qi]?.push({ answer_id: source_id, question: title, answer: text, url, cosine: Number(cosine) });
  }
  return {
    results: resultsOf(
      queries,
      rows.filter((row) => !row.curated),
    ),
    curated,
  };
}
