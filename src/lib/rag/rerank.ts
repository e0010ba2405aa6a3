/** Second stage: re-orders the first-stage passages by their best sentences. */

import { coverage, pairCoverage, type QueryTerms, queryTerms } from '#lib/rag/coverage.ts';
import { sentenceSimilarities } from '#lib/rag/sentence-vectors.ts';
import { splitSentences } from '#lib/rag/sentences.ts';
import { tokenize } from '#lib/rag/tokenize.ts';

export interface RankQuery {
  text: string;
  /** `tokenize(text)`: order and repeats kept. */
  terms: readonly string[];
  /** `queryIdf(…)` of the terms in this tenant's passages. */
  idf: ReadonlyMap<string, number>;
  /** Unit length. */
  vector: Float32Array;
}

export interface Candidate {
  /** With the heading, when the passage has one. */
  title: string;
  text: string;
  /** Of the query with the whole passage. */
  cosine: number;
  /** `encodeSentenceVectors`; where they are missing or foreign the passage's cosine stands in. */
  sentenceVectors: Uint8Array | null;
}

export interface RankedSentence {
  /** UTF-16 offsets into the passage's text. */
  start: number;
  end: number;
  text: string;
  cosine: number;
  terms: ReadonlySet<string>;
  /** Share (0–1) of the query's idf in this sentence, and of its neighbouring pairs of terms. */
  coverage: number;
  pairs: number;
}

/** A candidate with its place decided; `score` is 0–1 in practice, comparable between queries, higher is better. */
export type Ranked<C extends Candidate = Candidate> = Omit<C, 'score'> & {
  score: number;
  sentences: readonly RankedSentence[];
  /** Terms of title and heading. */
  contextTerms: ReadonlySet<string>;
};

/**
 * From a listwise softmax regression (Cao et al. 2007) on both development sets together, held-out queries:
 * nDCG@10 .937 (squad2) and .739 (mtrag). `joint` is the best of cosine + coverage + pairs within one sentence,
 * `bestTwo` the mean cosine of the two best sentences, `window` the coverage of two neighbours with their headings.
 */
const WEIGHTS = { cosine: 0.35, joint: 0.67, bestTwo: 0.62, window: 0.34 } as const;
const JOINT_COVERAGE = 0.5;
const JOINT_PAIRS = 0.2;
const PERFECT =
  WEIGHTS.cosine + WEIGHTS.joint * (1 + JOINT_COVERAGE + JOINT_PAIRS) + WEIGHTS.bestTwo + WEIGHTS.window;

/**
 * Best first, all of them: near-duplicates are folded where an answer is made (near-duplicates.ts), since each is a
 * good find. Ties keep the order given, so the same input always gives the same order.
 */
export function rerank<C extends Candidate>(query: RankQuery, candidates: readonly C[]): Ranked<C>[] {
  const wanted = queryTerms(query.terms, query.idf);
  return candidates.map((candidate) => rankOne(query, wanted, candidate)).sort((a, b) => b.score - a.score);
}

function rankOne<C extends Candidate>(query: RankQuery, wanted: QueryTerms, candidate: C): Ranked<C> {
  const sentences = rankSentences(query, wanted, candidate);
  const contextTerms = new Set(tokenize(candidate.title));
  let joint = candidate.cosine;
  let best = sentences.length === 0 ? candidate.cosine : Number.NEGATIVE_INFINITY;
  let second = Number.NEGATIVE_INFINITY;
  let window = coverage(wanted, contextTerms);
  sentences.forEach((sentence, i) => {
    joint = Math.max(
      joint,
      sentence.cosine + JOINT_COVERAGE * sentence.coverage + JOINT_PAIRS * sentence.pairs,
    );
    if (sentence.cosine > best) [best, second] = [sentence.cosine, best];
    else second = Math.max(second, sentence.cosine);
    window = Math.max(window, coverage(wanted, sentence.terms, sentences[i + 1]?.terms, contextTerms));
  });
  const bestTwo = Number.isFinite(second) ? (best + second) / 2 : best;
  const score =
    (WEIGHTS.cosine * candidate.cosine +
      WEIGHTS.joint * joint +
      WEIGHTS.bestTwo * bestTwo +
      WEIGHTS.window * window) /
    PERFECT;
  return { ...candidate, score, sentences, contextTerms };
}

function rankSentences(query: RankQuery, wanted: QueryTerms, candidate: Candidate): RankedSentence[] {
  const stored =
    candidate.sentenceVectors === null ? [] : sentenceSimilarities(candidate.sentenceVectors, query.vector);
  const inside = stored.every(({ start, end }) => start < end && end <= candidate.text.length);
  const spans =
    stored.length > 0 && inside
      ? stored
      : splitSentences(candidate.text).map((sentence) => ({ ...sentence, cosine: candidate.cosine }));
  return spans.map(({ start, end, cosine }) => {
    const text = candidate.text.slice(start, end);
    const sequence = tokenize(text);
    const terms = new Set(sequence);
    const pairs = pairCoverage(wanted, sequence);
    return { start, end, text, cosine, terms, coverage: coverage(wanted, terms), pairs };
  });
}
