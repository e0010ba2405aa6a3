/** Where the threshold of each tool lies, by what knowledge bases score that were not learned from. */
import { LEARNED_KBS, LEARNED_TOOLS } from './training-set.ts';

export interface Scored {
  kb: number;
  /** Of the texts themselves, one a tool. */
  logits: readonly number[];
  priors: readonly number[];
}

const CANDIDATES = Array.from({ length: 61 }, (_, at) => -4 + at / 10);
/** Errors count the more the farther they are from the threshold, and so do narrow escapes. In log odds. */
const SOFTNESS = 0.4;

/** One a tool: least logistic loss of the required ones above it and the forbidden ones below. */
export function chooseThresholds(scored: readonly Scored[], priorWeight: number, floor: number): number[] {
  return LEARNED_TOOLS.map((tool, at) => {
    const loss = (threshold: number) =>
      scored.reduce((sum, one) => {
        const margin = marginOf(one, at, threshold, priorWeight, floor) / SOFTNESS;
        if (LEARNED_KBS[one.kb]!.required.includes(tool)) return sum + Math.log1p(Math.exp(-margin));
        return LEARNED_KBS[one.kb]!.forbidden.includes(tool) ? sum + Math.log1p(Math.exp(margin)) : sum;
      }, 0);
    const losses = CANDIDATES.map(loss);
    return CANDIDATES[losses.indexOf(Math.min(...losses))]!;
  });
}

/** Right: every required tool is above its threshold, no forbidden one. */
export function shareRight(
  scored: readonly Scored[],
  thresholds: readonly number[],
  priorWeight: number,
  floor: number,
): number {
  const right = scored.filter((one) =>
    LEARNED_TOOLS.every((tool, at) => {
      const { required, forbidden } = LEARNED_KBS[one.kb]!;
      return marginOf(one, at, thresholds[at]!, priorWeight, floor) >= 0
        ? !forbidden.includes(tool)
        : !required.includes(tool);
    }),
  );
  return right.length / scored.length;
}

/** As `learnedEvidence` scores. */
function marginOf(
  { logits, priors }: Scored,
  at: number,
  threshold: number,
  priorWeight: number,
  floor: number,
): number {
  return Math.min(logits[at]! + priorWeight * priors[at]! - threshold, logits[at]! - floor);
}
