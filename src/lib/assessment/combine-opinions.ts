/** How far a language model's opinion counts: it read documents that may have been written to please it. Pure. */
import type { AssessmentIssue, ModelOpinion } from '#lib/contracts/assessment.ts';
import type { Facts } from './facts.ts';
import { overallOf, type Scored } from './score-facts.ts';

/** A model may take from a measured score more than it may add to it. */
export const MODEL_MAY_LOWER = 0.25;
export const MODEL_MAY_RAISE = 0.1;
const AGREEMENT_ADDS = 0.1;
const MESSAGE_MAX_CHARS = 240;

export function combineScores(measured: Scored, opinion: ModelOpinion | null, facts: Facts): Scored {
  if (opinion === null || facts.chunks === 0) return measured;
  // Who tells the model what to say gets nothing from it.
  const mayRaise = facts.text.addressesModel > 0 ? 0 : MODEL_MAY_RAISE;
  const bounded = (own: number, given: number) =>
    Math.min(1, Math.max(0, Math.min(own + mayRaise, Math.max(own - MODEL_MAY_LOWER, given))));
  const scores = {
    coverage: bounded(measured.coverage, opinion.coverage),
    clarity: bounded(measured.clarity, opinion.clarity),
    relevance: bounded(measured.relevance, opinion.relevance),
  };
  const overall = bounded(measured.overall, overallOf(scores, measured.cap));
  const distance = (['coverage', 'clarity', 'relevance'] as const)
    .map((name) => Math.abs(measured[name] - opinion[name]))
    .reduce((sum, value) => sum + value / 3, 0);
  const confidence = Math.min(1, measured.confidence + AGREEMENT_ADDS * (1 - 2 * distance));
  return {
    ...scores,
    overall: Math.min(overall, measured.cap),
    confidence: Math.max(0, confidence),
    cap: measured.cap,
  };
}

/** A model's issues as hints: never critical, about documents it was shown, in plain words without addresses. */
export function hintsOf(opinion: ModelOpinion, sourceIds: readonly string[]): AssessmentIssue[] {
  return opinion.issues.flatMap(({ code, message, documents }) => {
    const text = plainWords(message, MESSAGE_MAX_CHARS);
    const concerned = [...new Set(documents.flatMap((number) => sourceIds[number - 1] ?? []))];
    return text === '' ? [] : [{ code, severity: 'info' as const, message: text, source_ids: concerned }];
  });
}

const LINK = /https?:|www\.|:\/\/|.@.|.\.(?:com|net|org|io|ru|cn)\b/i;

/** One line without links, addresses and control characters. */
export function plainWords(text: string, maxChars: number): string {
  return text
    .split(/\s+/u)
    .filter((word) => !LINK.test(word))
    .join(' ')
    .replaceAll(/[\p{Cc}\p{Cf}<>]/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .slice(0, maxChars)
    .toWellFormed();
}
