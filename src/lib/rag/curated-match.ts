/** Which curated answer, if any, is the answer to a question. */
import { createHash } from 'node:crypto';
import { holdsMask } from '#lib/security/pii-mask.ts';
import { normalizeQuestion } from './normalize-question.ts';
import { asksTheSame } from './same-question.ts';

/**
 * A question whose vector is further from a curated one's than this is never answered by it, whatever its words.
 * Set by `npm run eval:curated` (docs/decisions/022).
 */
export const CURATED_COSINE = 0.8;

export interface CuratedCandidate {
  answer_id: string;
  question: string;
  answer: string;
  url: string | null;
  /** Of the two questions; 1 where they are equal. */
  cosine: number;
}

/** Equal questions (normalize-question.ts) have one hash. */
export function questionHash(question: string): Uint8Array {
  return new Uint8Array(createHash('sha256').update(normalizeQuestion(question)).digest());
}

/** Nearness of vectors alone will not do: "Do you ship to Norway?" is nearer to "… not ship …" than to most paraphrases. */
export function isMatch(asked: string, { question, cosine }: Pick<CuratedCandidate, 'question' | 'cosine'>) {
  return cosine >= CURATED_COSINE && asksTheSame(asked, question);
}

/** Candidates come nearest first. A question in which something was masked has none: without what was there it is another. */
export function chooseCurated(
  asked: string,
  candidates: readonly CuratedCandidate[],
): CuratedCandidate | null {
  if (holdsMask(asked)) return null;
  const equal = normalizeQuestion(asked);
  return (
    candidates.find(({ question }) => normalizeQuestion(question) === equal) ??
    candidates.find((candidate) => isMatch(asked, candidate)) ??
    null
  );
}
