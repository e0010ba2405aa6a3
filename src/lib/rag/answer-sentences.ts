/** Scores each sentence of the ranked passages as an answer to the question. */

import { answerType, holdsAnswerType } from '#lib/rag/answer-type.ts';
import { coverage, queryTerms } from '#lib/rag/coverage.ts';
import type { Candidate, Ranked, RankedSentence, RankQuery } from '#lib/rag/rerank.ts';
import { tokenize } from '#lib/rag/tokenize.ts';

/** Passages whose sentences are weighed. */
const PASSAGES = 5;
/** A heading speaks for this many sentences below it; a question only for the one that answers it. */
const HEADING_REACH = 8;
/** Longer lines are sentences without a full stop. */
const HEADING_MAX_CHARS = 80;
/** What a heading's or question's likeness to the query is worth to the sentences it speaks for. */
const LEAD_SHARE = 0.9;

export interface AnswerFeatures {
  /** Score of the passage. */
  passage: number;
  /** Of the sentence, or of the heading or question that leads it (× LEAD_SHARE). */
  cosine: number;
  /** idf coverage of the sentence (and its lead); with the headings; with the sentence before; with those around it. */
  own: number;
  withContext: number;
  withPrevious: number;
  withNeighbours: number;
  pairs: number;
  /** Holds what the question asks for: 1 yes, −1 no, 0 the question does not say. */
  type: number;
  /** ln of its length in characters, less 4.8 (a usual sentence). */
  length: number;
  /** A heading or question with something below it: points at the answer, is none. */
  lead: number;
}

export interface AnswerSentence {
  /** Place of its passage in the ranked list. */
  chunkIndex: number;
  start: number;
  end: number;
  text: string;
  score: number;
  features: AnswerFeatures;
}

/**
 * From a listwise softmax regression on squad2 (label: the sentence holds a gold answer), scaled so that a perfect
 * sentence scores about 1. Cross-validated by article: the best sentence holds the answer to .817 of the questions, the
 * best two to .893. `lead` is set by hand: development texts hardly have headings.
 */
export const ANSWER_WEIGHTS: AnswerFeatures = {
  passage: 0.32,
  cosine: 0.25,
  own: 0.06,
  withContext: 0.06,
  withPrevious: 0.09,
  withNeighbours: 0.13,
  pairs: 0.05,
  type: 0.04,
  length: 0.01,
  lead: -0.25,
};

/** Best first; ties in reading order. */
export function scoreSentences<C extends Candidate>(
  query: RankQuery,
  ranked: readonly Ranked<C>[],
): AnswerSentence[] {
  const wanted = queryTerms(query.terms, query.idf);
  const asked = answerType(query.text);
  const fulfilled = new Set(asked === null ? [] : tokenize(asked.phrase));
  const scored: AnswerSentence[] = [];
  ranked.slice(0, PASSAGES).forEach((passage, chunkIndex) => {
    const { sentences, contextTerms } = passage;
    const leads = leadsOf(passage, sentences);
    sentences.forEach((sentence, i) => {
      const lead = leads[i]!;
      const fits = asked !== null && holdsAnswerType(asked.type, sentence.text, query.text);
      const held = [sentence.terms, lead.by?.terms, fits ? fulfilled : undefined];
      const features: AnswerFeatures = {
        passage: passage.score,
        cosine: Math.max(sentence.cosine, lead.by === null ? -1 : LEAD_SHARE * lead.by.cosine),
        own: coverage(wanted, ...held),
        withContext: coverage(wanted, ...held, contextTerms),
        withPrevious: coverage(wanted, ...held, sentences[i - 1]?.terms),
        withNeighbours: coverage(
          wanted,
          ...held,
          sentences[i - 1]?.terms,
          sentences[i - 2]?.terms,
          sentences[i + 1]?.terms,
        ),
        pairs: Math.max(sentence.pairs, lead.by?.pairs ?? 0),
        type: asked === null ? 0 : fits ? 1 : -1,
        length: Math.log(sentence.text.length) - 4.8,
        lead: lead.is ? 1 : 0,
      };
      const { start, end, text } = sentence;
      scored.push({ chunkIndex, start, end, text, score: weigh(features), features });
    });
  });
  return scored.sort((a, b) => b.score - a.score);
}

function weigh(features: AnswerFeatures): number {
  let score = 0;
  for (const key of Object.keys(ANSWER_WEIGHTS) as (keyof AnswerFeatures)[])
    score += ANSWER_WEIGHTS[key] * features[key];
  return score;
}

/** For each sentence: whether it leads others, and which heading or question it stands under. */
function leadsOf(passage: Candidate, sentences: readonly RankedSentence[]): Lead[] {
  let by: RankedSentence | null = null;
  let kind: LeadKind | null = null;
  let reach = 0;
  return sentences.map((sentence, i) => {
    const previous = sentences[i - 1];
    const apart = previous !== undefined && /\n\s*\n/.test(passage.text.slice(previous.end, sentence.start));
    // What ends in a colon speaks for its list; a blank line below the list ends that.
    if (kind === 'list' && apart && previous !== by) reach = 0;
    const own = leadKind(sentence.text) ?? (isHeadingLine(passage.text, sentences, i) ? 'heading' : null);
    if (own !== null && i + 1 < sentences.length) {
      by = sentence;
      kind = own;
      reach = own === 'question' ? 1 : HEADING_REACH;
      return { is: true, by: null };
    }
    return { is: own !== null, by: reach-- > 0 ? by : null };
  });
}

type LeadKind = 'question' | 'heading' | 'list';
type Lead = { is: boolean; by: RankedSentence | null };

/** A short line of its own above a longer sentence, after a blank line or at the start: how chunks keep headings. */
function isHeadingLine(text: string, sentences: readonly RankedSentence[], i: number): boolean {
  const [previous, line, next] = [sentences[i - 1], sentences[i]!, sentences[i + 1]];
  if (next === undefined || line.text.length > HEADING_MAX_CHARS || /[\p{P}]$/u.test(line.text)) return false;
  const opens = previous === undefined || /\n\s*\n/.test(text.slice(previous.end, line.start));
  const endsLine = /^[^\S\n]*\n/.test(text.slice(line.end, next.start));
  return opens && endsLine && next.text.length > line.text.length && /[.!?。！？]$/u.test(next.text);
}

function leadKind(text: string): LeadKind | null {
  if (/[?？]["'”’)*_]*$/u.test(text)) return 'question';
  if (/^#{1,6}\s/u.test(text) || /[:：]\**$/u.test(text) || /^\*\*[^*]{1,120}\*\*$/u.test(text))
    return 'heading';
  return null;
}
