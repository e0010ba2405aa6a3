/** The first-stage score: what the retrieval SQL computes, and the same in TypeScript as its specification. */

/** BM25 term-frequency saturation and length normalisation (Robertson & Zaragoza 2009). */
export const BM25_K1 = 1.2;
export const BM25_B = 0.75;
/** Highest BM25 a term can give is (k1 + 1)·idf: dividing by this times Σ idf gives 0–1. */
export const BM25_CEILING = BM25_K1 + 1;
/** Share of the lexical part; the rest is the cosine of the passage vector. */
export const LEXICAL_WEIGHT = 0.5;
/** Passages handed to the second stage. */
export const FIRST_STAGE_CANDIDATES = 24;

/** BM25 of one term in one passage. Lengths are in terms, repeats included. */
export function bm25Term(idf: number, frequency: number, length: number, averageLength: number): number {
  const norm = BM25_K1 * (1 - BM25_B + (BM25_B * length) / Math.max(1, averageLength));
  return (idf * frequency * (BM25_K1 + 1)) / (frequency + norm);
}

/** BM25 as a share (0–1) of the most the query's distinct terms could give. 0 for a query without terms. */
export function lexicalShare(bm25: number, idfSum: number): number {
  return idfSum > 0 ? bm25 / (BM25_CEILING * idfSum) : 0;
}

/** A query without terms (stop words only) is ranked by its vector alone, in the same order of magnitude. */
export function fusedScore(lexical: number, cosine: number): number {
  return LEXICAL_WEIGHT * lexical + (1 - LEXICAL_WEIGHT) * cosine;
}
