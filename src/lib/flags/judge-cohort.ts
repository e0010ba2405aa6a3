/** Tells whether a flag harms the tenants that it is on for, from how their calls ended, and is rarely wrong. */
import type { OutcomeCounts } from './outcome-store.ts';

/** Chance that a harmless flag is ever called harmful, over all looks at one version of it and both measures. */
export const FALSE_ALARMS_MAX = 0.01;
/** A difference in the share of failed or slow calls below this is nobody's harm, however certain it is. */
export const LEAST_HARM = 0.02;

/** Fewer calls than this say nothing. */
const CALLS_MIN = 20;
/** Times as many calls as at the look before: looks are paid for, and there are 30 up to three million calls. */
const CALLS_GROWTH = 1.5;

/** Whether there is enough to look at that is new. */
export function isLookDue(calls: number, callsBefore: number): boolean {
  return calls >= Math.max(CALLS_MIN, callsBefore * CALLS_GROWTH);
}

/** Calls of one tenant. */
export interface UnitOutcomes extends OutcomeCounts {
  on: boolean;
}

/** Whether so many tenants on either side could convince it at the first look, if all were bad on one and none on the other. */
export function canBeJudged(cohortTenants: number, restTenants: number): boolean {
  const best = Math.exp(-logChoose(cohortTenants + restTenants, cohortTenants));
  return best <= FALSE_ALARMS_MAX / 2 / 2;
}

export interface Side extends OutcomeCounts {
  tenants: number;
}

export interface Judgement {
  /** What is significantly worse on the flag's side. */
  harm: 'failed' | 'slow' | null;
  /** Of the exact test, and what it had to be below at this look. */
  p: number;
  threshold: number;
  cohort: Side;
  rest: Side;
}

/**
 * The unit is the tenant, not the call: chance gave the flag to tenants, and calls of a tenant fail together, so that one
 * tenant with a broken knowledge base would convince a test that counts calls. A tenant is bad when a larger share of its
 * calls failed than of the average tenant's. If the flag does nothing, who is bad has nothing to do with who was drawn,
 * and the number of bad ones in the cohort is hypergeometric: Fisher's exact test, one-sided (R. A. Fisher, The Design of
 * Experiments, 1935; as a randomization test it assumes nothing about tenants, calls or rates).
 *
 * Looking again and again is paid for by alpha spending (Lan & DeMets 1983, Biometrika 70:659): look k may spend
 * 1 / (k (k + 1)) of the whole, which sums to 1, and the union bound holds however the looks depend on each other.
 */
export function judgeCohort(units: readonly UnitOutcomes[], look: number): Judgement {
  const cohort = sideOf(units.filter(({ on }) => on));
  const rest = sideOf(units.filter(({ on }) => !on));
  const threshold = FALSE_ALARMS_MAX / 2 / (look * (look + 1));
  const ps = (['failed', 'slow'] as const).map((measure) => {
    const difference = cohort[measure] / cohort.calls - rest[measure] / rest.calls;
    const p = difference >= LEAST_HARM ? chanceOf(units, measure) : 1;
    return { measure, p };
  });
  const [worst] = ps.sort((a, b) => a.p - b.p);
  return {
    harm: worst!.p <= threshold ? worst!.measure : null,
    p: worst!.p,
    threshold,
    cohort,
    rest,
  };
}

function sideOf(units: readonly UnitOutcomes[]): Side {
  const side = { tenants: units.length, calls: 0, failed: 0, slow: 0 };
  for (const { calls, failed, slow } of units) {
    side.calls += calls;
    side.failed += failed;
    side.slow += slow;
  }
  return side;
}

/** Of as many bad tenants in the cohort, or more, when chance alone had put them there. */
function chanceOf(units: readonly UnitOutcomes[], measure: 'failed' | 'slow'): number {
  const shares = units.map((unit) => unit[measure] / unit.calls);
  const average = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  let drawn = 0;
  let bad = 0;
  let badDrawn = 0;
  for (const [index, { on }] of units.entries()) {
    const isBad = shares[index]! > average;
    drawn += Number(on);
    bad += Number(isBad);
    badDrawn += Number(on && isBad);
  }
  let chance = 0;
  for (let x = badDrawn; x <= Math.min(drawn, bad); x++) {
    if (drawn - x > units.length - bad) continue;
    chance += Math.exp(
      logChoose(bad, x) + logChoose(units.length - bad, drawn - x) - logChoose(units.length, drawn),
    );
  }
  return Math.min(1, chance);
}

const logFactorials = [0];

function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i++) logFactorials.push(logFactorials[i - 1]! + Math.log(i));
  return logFactorials[n]!;
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}
