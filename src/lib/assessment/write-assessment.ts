/** Puts facts, and a language model's opinion where there is one, into the assessment that is stored and shown. Pure. */
import type { Assessment, ModelOpinion, Verdict } from '#lib/contracts/assessment.ts';
import { ASSESS_FINDINGS_MAX } from '#lib/core/limits.ts';
import type { AssessmentThresholds } from '#lib/ports/assessor.ts';
import type { CheckedQuestion } from './check-questions.ts';
import { combineScores, hintsOf, plainWords } from './combine-opinions.ts';
import type { Facts } from './facts.ts';
import { listIssues, missingTopics } from './list-issues.ts';
import { scoreFacts } from './score-facts.ts';

export interface Opinion {
  given: ModelOpinion;
  /** By document number from 1, as in the prompt. */
  sourceIds: readonly string[];
  /** Its questions, asked of the retriever. */
  questions: readonly CheckedQuestion[];
}

const TOPIC_MAX_CHARS = 80;
const STATEMENT_MAX_CHARS = 400;
const ADVICE_MAX = 5;

export function verdictOf(overall: number, thresholds: AssessmentThresholds): Verdict {
  if (overall < thresholds.review) return 'reject';
  if (overall < thresholds.warn) return 'review';
  return overall < thresholds.approve ? 'warn' : 'approve';
}

export function writeAssessment(
  facts: Facts,
  opinion: Opinion | null,
  { kbVersion, thresholds, now }: { kbVersion: number; thresholds: AssessmentThresholds; now: Date },
): Assessment {
  const { confidence, cap: _, ...scores } = combineScores(scoreFacts(facts), opinion?.given ?? null, facts);
  const verdict = verdictOf(scores.overall, thresholds);
  const found = listIssues(facts);
  const hints = opinion ? hintsOf(opinion.given, opinion.sourceIds) : [];
  const known = new Set(found.map(({ code }) => code));
  const questions = [
    ...facts.topics.map(({ expected, best }) => ({ ...best, question: expected.question })),
    ...(opinion?.questions ?? []),
  ];
  const missing = missingTopics(facts);
  const extra = (opinion?.given.missing_topics ?? []).map((topic) => plainWords(topic, TOPIC_MAX_CHARS));
  return {
    kb_version: kbVersion,
    verdict,
    scores: rounded(scores),
    confidence: round(confidence),
    assessor: opinion ? 'llm' : 'deterministic',
    assessed_at: now.toISOString(),
    summary: summaryOf(verdict, facts, missing),
    issues: [...found, ...hints.filter(({ code }) => !known.has(code))],
    advice: found
      .filter(({ severity }) => severity !== 'info')
      .map(({ message }) => message)
      .slice(0, ADVICE_MAX),
    missing_topics: [...new Set([...missing, ...extra.filter((topic) => topic !== '')])].slice(
      0,
      2 * ASSESS_FINDINGS_MAX,
    ),
    contradictions: facts.contradictions.map((pair) => ({
      statements: pair.map(({ sourceId, text }) => ({
        source_id: sourceId,
        text: text.slice(0, STATEMENT_MAX_CHARS).toWellFormed(),
      })),
    })),
    stale: facts.stale.map(({ sourceId, text, year }) => ({
      source_id: sourceId,
      text: text.slice(0, STATEMENT_MAX_CHARS).toWellFormed(),
      year,
    })),
    answerable: questions.flatMap((checked) =>
      checked.answered && checked.sourceId
        ? [{ question: checked.question, source_id: checked.sourceId, confidence: round(checked.confidence) }]
        : [],
    ),
    unanswerable: questions.filter(({ answered }) => !answered).map(({ question }) => ({ question })),
    sample: {
      documents: facts.documents,
      chunks: facts.chunks,
      chunks_read: facts.chunksRead,
      clusters: facts.clusters,
    },
  };
}

function summaryOf(verdict: Verdict, facts: Facts, missing: readonly string[]): string {
  if (facts.chunks === 0) return 'There is nothing to answer from yet. Add documents, pages or pasted text.';
  const answered = `${facts.topics.length - missing.length} of ${facts.topics.length} things that visitors usually ask can be answered.`;
  switch (verdict) {
    case 'approve':
      return `Ready: ${answered}`;
    case 'warn':
      return `Good enough to start: ${answered} It will answer better once the points below are seen to.`;
    case 'review':
      return `Somebody should look at this first: ${answered}`;
    case 'reject':
      return `Visitors could hardly be answered from this: ${answered}`;
  }
}

const round = (value: number) => Math.round(value * 1_000) / 1_000;
const rounded = <T extends Record<string, number>>(scores: T): T =>
  Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, round(value)])) as T;
