/**
 * Which tools a text gives something to do: its sentences are compared with example sentences of each tool, and with
 * sentences that call for none. A sentence speaks for the tool whose example is nearest, the more the nearer it is and
 * the farther all others are (softmax over the nearest example of each, as in prototype classifiers: Snell et al. 2017).
 * Documents are judged so only where no weights were learned for the embedding model (`learned-scores.ts`).
 */

import type { ToolName } from '#lib/contracts/tools.ts';
import type { BUSINESS_TYPES } from '#lib/contracts/trial.ts';
import { TOOLS_RECOMMENDED_MAX } from '#lib/core/limits.ts';

export type BusinessType = (typeof BUSINESS_TYPES)[number];

export interface EmbeddedText {
  text: string;
  /** Unit length. */
  vector: Float32Array;
}

/** Example sentences; those of `null` call for no tool. */
export type Prototypes = ReadonlyMap<ToolName | null, readonly Float32Array[]>;

export interface Evidence {
  tool: ToolName;
  /** From 0 to about 1. */
  score: number;
  /** What speaks most for it. */
  sentence: string;
}

/** Set with THRESHOLD and PRIORS on the first two labelled sets, `tuning.ts` and `validation.ts` of the evaluation. */
const TEMPERATURE = 0.05;
export const THRESHOLD = 0.2;

/** What is usual in a kind of business needs less to speak for it, what is unusual more. */
const PRIORS: Readonly<Record<BusinessType, Readonly<Partial<Record<ToolName, number>>>>> = {
  service: { search_products: -0.2, track_order: -0.2, explain_feature: -0.1 },
  ecommerce: {
    search_products: 0.05,
    track_order: 0.05,
    lookup_policy: 0.05,
    explain_feature: 0.05,
    book_appointment: -0.1,
    calculate_quote: -0.1,
    check_availability: -0.1,
  },
  saas: {
    explain_feature: 0.1,
    escalate_to_human: 0.05,
    track_order: -0.2,
    search_products: -0.2,
    check_availability: -0.2,
  },
  healthcare: { book_appointment: 0.1, calculate_quote: -0.1, explain_feature: -0.1 },
  finance: { search_products: -0.2, track_order: -0.2, explain_feature: -0.1 },
  education: { track_order: -0.2, explain_feature: -0.1, search_products: -0.1 },
  real_estate: { track_order: -0.2, explain_feature: -0.1, search_products: -0.05 },
  hospitality: { check_availability: 0.1, track_order: -0.2, explain_feature: -0.1, search_products: -0.1 },
  legal: {
    book_appointment: 0.1,
    capture_lead: 0.05,
    search_products: -0.2,
    track_order: -0.2,
    check_availability: -0.1,
  },
  other: { search_products: -0.1, track_order: -0.1 },
};

/** One score a tool and sentence: how near it is, times how surely it is this tool rather than another or none. */
export function scoresOf(vector: Float32Array, prototypes: Prototypes): Map<ToolName, number> {
  const nearest = [...prototypes].map(([tool, examples]) => ({
    tool,
    cosine: examples.reduce((most, example) => Math.max(most, dot(vector, example)), 0),
  }));
  const total = nearest.reduce((sum, { cosine }) => sum + Math.exp(cosine / TEMPERATURE), 0);
  const scores = new Map<ToolName, number>();
  for (const { tool, cosine } of nearest)
    if (tool !== null) scores.set(tool, (cosine * Math.exp(cosine / TEMPERATURE)) / total);
  return scores;
}

/** What speaks for each tool, the strongest first, before any threshold. */
export function evidenceFor(
  businessType: BusinessType,
  sentences: readonly EmbeddedText[],
  prototypes: Prototypes,
): Evidence[] {
  const best = new Map<ToolName, Evidence>();
  for (const { text, vector } of sentences) {
    for (const [tool, score] of scoresOf(vector, prototypes)) {
      if (score > (best.get(tool)?.score ?? 0)) best.set(tool, { tool, score, sentence: text });
    }
  }
  return [...best.values()]
    .map((one) => ({ ...one, score: one.score + (PRIORS[businessType][one.tool] ?? 0) }))
    .sort((a, b) => b.score - a.score);
}

/** The tools that enough speaks for, the strongest first; room is left for the one that is always there. */
export function classifyTools(
  businessType: BusinessType,
  sentences: readonly EmbeddedText[],
  prototypes: Prototypes,
): Evidence[] {
  return evidenceFor(businessType, sentences, prototypes)
    .filter(({ score }) => score >= THRESHOLD)
    .slice(0, TOOLS_RECOMMENDED_MAX - 1);
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
