/** Turns facts into scores from 0 to 1. Pure: the same facts give the same scores, whatever a text says of itself. */
import type { AssessmentScores } from '#lib/contracts/assessment.ts';
import { SHARED_TOPICS } from './expected-questions.ts';
import type { CheckedTopic, Facts } from './facts.ts';

/** Confidence of an answer from which it counts at all, and from which it counts in full. */
const COUNTS_FROM = 0.15;
const COUNTS_FULLY_FROM = 0.6;
/** No business covers every topic of its kind: this share is all one can ask. */
const FULL_COVERAGE = 0.75;
/** Of the topics that only this kind of business has. */
const FULL_RELEVANCE = 0.3;
const RELEVANCE_WITHOUT_ANSWERS = 0.3;
/** Exponents of the weighted geometric mean; a zero in one of them leaves nothing. */
const WEIGHTS = { coverage: 0.5, clarity: 0.2, relevance: 0.3 } as const;

/** Nothing else makes up for these. */
const CAPS = { unreadable: 0.15, placeholder: 0.2, tiny: 0.25, offTopic: 0.45, doubtful: 0.69 } as const;
export const TINY_CHARS = 120;
export const MANY_CONTRADICTIONS = 3;
export const MANY_STALE = 5;
/** A language that the questions are not written in cannot be asked: neither praised nor rejected for that. */
const COVERAGE_UNKNOWN = 0.5;

export interface Scored extends AssessmentScores {
  confidence: number;
  /** What the overall score may not exceed, whoever gives it. */
  cap: number;
}

export function scoreFacts(facts: Facts): Scored {
  if (facts.chunks === 0) return { overall: 0, coverage: 0, clarity: 0, relevance: 0, confidence: 1, cap: 0 };
  const foreign = facts.text.language === 'other';
  const coverage = foreign
    ? Math.max(coverageOf(facts), COVERAGE_UNKNOWN * Math.min(1, facts.text.characters / 1_000))
    : coverageOf(facts);
  const clarity = clarityOf(facts);
  const relevance = foreign ? Math.max(relevanceOf(facts), COVERAGE_UNKNOWN) : relevanceOf(facts);
  const cap = capOf(facts);
  return {
    coverage,
    clarity,
    relevance,
    overall: overallOf({ coverage, clarity, relevance }, cap),
    confidence: confidenceOf(facts),
    cap,
  };
}

export function overallOf(scores: Omit<AssessmentScores, 'overall'>, cap: number): number {
  const { coverage, clarity, relevance } = WEIGHTS;
  const mean = scores.coverage ** coverage * scores.clarity ** clarity * scores.relevance ** relevance;
  return Math.min(cap, mean);
}

/** 0–1: how well a topic is answered. */
export function answeredShare({ best }: CheckedTopic): number {
  return clamp((best.confidence - COUNTS_FROM) / (COUNTS_FULLY_FROM - COUNTS_FROM));
}

function coverageOf({ topics }: Facts): number {
  return Math.min(1, mean(topics.map(answeredShare)) / FULL_COVERAGE);
}

function relevanceOf({ topics, relevance }: Facts): number {
  const special = topics.filter(({ expected }) => !SHARED_TOPICS.has(expected.topic));
  const answers = Math.min(1, mean(special.map(answeredShare)) / FULL_RELEVANCE);
  return relevance.own * (RELEVANCE_WITHOUT_ANSWERS + (1 - RELEVANCE_WITHOUT_ANSWERS) * answers);
}

function clarityOf({ text, contradictions, stale }: Facts): number {
  return clamp(
    text.readable *
      (1 - 0.8 * text.placeholder) *
      (1 - 0.7 * text.repeated) *
      (1 - 0.8 * clamp((text.fragments - 0.25) / 0.75)) *
      (1 - 0.8 * clamp((text.questions - 0.4) / 0.6)) *
      (1 - 0.5 * text.long) *
      (0.8 + 0.2 * text.structured) *
      Math.max(0.4, 1 - 0.1 * contradictions.length) *
      Math.max(0.4, 1 - 0.08 * stale.length),
  );
}

function capOf({ text, relevance, contradictions, stale }: Facts): number {
  let cap = 1;
  const atMost = (limit: number, when: boolean) => {
    if (when) cap = Math.min(cap, limit);
  };
  atMost(CAPS.unreadable, text.readable < 0.5);
  atMost(CAPS.placeholder, text.placeholder > 0.5);
  atMost(CAPS.tiny, text.characters < TINY_CHARS);
  atMost(CAPS.offTopic, relevance.offTopic > 0.5);
  atMost(CAPS.doubtful, contradictions.length >= MANY_CONTRADICTIONS || stale.length >= MANY_STALE);
  atMost(CAPS.doubtful, text.addressesModel > 0 || text.language === 'other');
  return cap;
}

function confidenceOf({ topics, unasked, text, chunks, chunksRead }: Facts): number {
  const asked = topics.length / Math.max(1, topics.length + unasked);
  const read = Math.min(1, chunksRead / Math.min(chunks, 100));
  const language = text.language === 'other' ? 0.4 : 1;
  return clamp((0.4 + 0.3 * asked + 0.2 * read) * language);
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));
const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
