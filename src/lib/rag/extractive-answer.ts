/** Answers in the documents' own words: the best one to three sentences, each with its passage, or a refusal. */

import { type AnswerSentence, scoreSentences } from '#lib/rag/answer-sentences.ts';
import { type AnswerEvidence, confidence } from '#lib/rag/confidence.ts';
import type { Candidate, Ranked, RankQuery } from '#lib/rag/rerank.ts';

/**
 * Below this confidence the answer is refused. On the development sets: .95 of squad2's and .91 of mtrag's answerable
 * questions are answered, .94 of those asked of the other set refused (.99 in knowledge bases of up to 20 passages).
 */
export const ANSWER_THRESHOLD = 0.32;
const MAX_SENTENCES = 3;
/** A further sentence is quoted when its score is at most this much below the best. */
const SCORE_MARGIN = 0.16;

export interface AnswerSpan {
  /** Place of its passage in the ranked list. */
  chunkIndex: number;
  /** UTF-16 offsets into the passage's text. */
  start: number;
  end: number;
  text: string;
  score: number;
}

export interface Extracted extends AnswerEvidence {
  /** Verbatim, best first; the best one is given even when refused, for inspection. Empty when nothing was found. */
  sentences: AnswerSpan[];
  answered: boolean;
}

export function extractAnswer<C extends Candidate>(
  query: RankQuery,
  ranked: readonly Ranked<C>[],
): Extracted {
  const scored = scoreSentences(query, ranked);
  const best = scored[0];
  if (best === undefined) {
    return { sentences: [], score: Number.NEGATIVE_INFINITY, cosine: 0, coverage: 0, answered: false };
  }
  const evidence: AnswerEvidence = {
    score: best.score,
    cosine: best.features.cosine,
    coverage: Math.max(best.features.withContext, best.features.withNeighbours),
  };
  const sentences = choose(scored, best).map(({ chunkIndex, start, end, text, score }) => ({
    chunkIndex,
    start,
    end,
    text,
    score,
  }));
  return { sentences, ...evidence, answered: confidence(evidence) >= ANSWER_THRESHOLD };
}

function choose(scored: readonly AnswerSentence[], best: AnswerSentence): AnswerSentence[] {
  const chosen: AnswerSentence[] = [];
  const said = new Set<string>();
  for (const sentence of scored) {
    if (chosen.length === MAX_SENTENCES || sentence.score < best.score - SCORE_MARGIN) break;
    const words =
      sentence.text
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu)
        ?.join(' ') ?? '';
    if (said.has(words) || (sentence !== best && sentence.features.lead === 1)) continue;
    said.add(words);
    chosen.push(sentence);
  }
  return chosen;
}
