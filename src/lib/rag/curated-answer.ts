/** Words the answer to a question that has a curated one: word for word what people have written. */
import { SNIPPET_MAX_CHARS } from '#lib/core/limits.ts';
import type { AnswerEvent, ComposedAnswer } from './compose-answer.ts';
import type { CuratedCandidate } from './curated-match.ts';

/** Of a question that is not equal, in place of what is measured of matches (docs/decisions/022). */
const NEAR_CONFIDENCE = 0.98;

/** The entry is its own source: both ids are the answer's, the title is the question it was written for. */
export function curatedAnswer(
  { answer_id, question, answer, url, cosine }: CuratedCandidate,
  emit?: (event: AnswerEvent) => void,
): ComposedAnswer {
  const letters = [...answer];
  const snippet =
    letters.length > SNIPPET_MAX_CHARS ? `${letters.slice(0, SNIPPET_MAX_CHARS - 1).join('')}…` : answer;
  const score = Math.min(1, cosine);
  const entry = {
    n: 1,
    source_id: answer_id,
    chunk_id: answer_id,
    title: question,
    heading: null,
    page: null,
  };
  const sources = [{ ...entry, url, snippet, score }];
  emit?.({ event: 'sources', data: { sources } });
  emit?.({ event: 'token', data: { text: answer } });
  const confidence = cosine === 1 ? 1 : NEAR_CONFIDENCE;
  return {
    answer,
    answered: true,
    confidence,
    mode: 'curated',
    sources,
    promptTokens: 0,
    completionTokens: 0,
  };
}
