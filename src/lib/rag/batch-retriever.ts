/** Retrieval for one question or many: one embedding call, one statement, then each question's own second stage. */
import { AppError } from '#lib/core/errors.ts';
import type { AskWatch } from '#lib/ports/ask-observer.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Embedder } from '#lib/ports/models.ts';
import { FIRST_STAGE_CANDIDATES, LEXICAL_WEIGHT } from './fuse.ts';
import { backgroundIdf } from './idf.ts';
import { chunkContext } from './index-chunks.ts';
import { SHARED_SEARCH_COSINE, searchLeaders } from './near-questions.ts';
import { type Candidate, type Ranked, type RankQuery, rerank } from './rerank.ts';
import { type FoundChunk, type SearchResult, searchChunks } from './search-store.ts';
import { tokenize } from './tokenize.ts';
import { watchRetrieval } from './watch-retrieval.ts';

export interface Passage extends Candidate {
  found: FoundChunk;
}

export interface RetrieveOptions {
  topK: number;
  signal: AbortSignal;
  /** Questions from this cosine on share a search; null: none do. */
  sharedFrom?: number | null | undefined;
  /** Whether a vector index may be used where there is one; default true. */
  approximate?: boolean | undefined;
  /** In the order of the texts. */
  watches?: readonly AskWatch[] | undefined;
}

export interface Retrieved {
  query: RankQuery;
  /** Best first. Near-duplicates are folded where an answer is made (near-duplicates.ts). */
  ranked: Ranked<Passage>[];
}

/**
 * Results in the order of `texts`, which are distinct. Questions near enough (near-questions.ts) share a search; each
 * is ranked by its own words. Errors: those of the embedder, `database_busy`.
 */
export async function retrieveBatch(
  ports: { database: Database; embedder: Embedder },
  tenantId: string,
  texts: readonly string[],
  { topK, signal, sharedFrom = SHARED_SEARCH_COSINE, approximate, watches = [] }: RetrieveOptions,
): Promise<Retrieved[]> {
  const watched = watchRetrieval(watches, ports.embedder.model, texts.length);
  const vectors = await watched.embed(() => ports.embedder.embed(texts, { purpose: 'query', signal }));
  const questions = texts.map((text, index) => ({ text, terms: tokenize(text), vector: vectors[index]! }));
  const leaders = sharedFrom === null ? texts.map((_, own) => own) : searchLeaders(vectors, sharedFrom);
  const searching = [...new Set(leaders)];
  const searches = searching.map((leader) => {
    const { vector, terms } = questions[leader]!;
    return { vector, terms: [...new Set(terms)] };
  });
  const candidates = Math.max(FIRST_STAGE_CANDIDATES, topK);
  const results = await watched.search(() =>
    ports.database.asTenant(tenantId, (tx) =>
      searchChunks(tx, tenantId, searches, candidates, LEXICAL_WEIGHT, approximate),
    ),
  );
  if (signal.aborted) throw new AppError('cancelled', 'The request was cancelled.');
  return questions.map((question, index) =>
    watched.rerank(index, () => rankFound(question, results[searching.indexOf(leaders[index]!)]!)),
  );
}

/** Second stage of one question over what its own or a near question's search found. */
export function rankFound(question: Omit<RankQuery, 'idf'>, result: SearchResult): Retrieved {
  // Only a near question can bring terms that the search has not weighed.
  const idf = new Map(question.terms.map((term) => [term, result.idf.get(term) ?? backgroundIdf(term)]));
  const query = { ...question, idf: result.chunks.length === 0 ? result.idf : idf };
  const passages = result.chunks.map((found) => ({
    title: chunkContext(found.title, found.heading, found.text),
    text: found.text,
    cosine: found.cosine,
    sentenceVectors: found.sentence_vectors,
    found,
  }));
  return { query, ranked: rerank(query, passages) };
}
