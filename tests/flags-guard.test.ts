/** The guard is rarely wrong about a harmless flag, however often it looks, and finds a harmful one quickly. */
import { describe, expect, it } from 'vitest';
import {
  canBeJudged,
  FALSE_ALARMS_MAX,
  isLookDue,
  judgeCohort,
  type UnitOutcomes,
} from '#lib/flags/judge-cohort.ts';

const RUNS = 2_000;
const LAST_CALLS = 4_000;

/** Mulberry32, so that a run can be repeated. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Simulated {
  tenants: number;
  percentage: number;
  /** Adds to the chance that a call in the cohort fails. */
  harm: number;
}

interface Run {
  /** At how many calls the flag was turned off; null: never. */
  offAt: number | null;
  /** Whether a test that takes calls for independent would have turned it off (two proportions, z > 3.3 at any look). */
  naive: boolean;
}

/** Tenants are unlike: a few are busy, most fail rarely, one in ten nearly always. */
function simulate({ tenants, percentage, harm }: Simulated, seed: number): Run {
  const random = randomOf(seed);
  const units: (UnitOutcomes & { rate: number })[] = Array.from({ length: tenants }, () => ({
    on: random() * 100 < percentage,
    rate: random() < 1 / 10 ? 0.9 : 0.05 * random(),
    calls: 0,
    failed: 0,
    slow: 0,
  }));
  let look = 0;
  let looked = 0;
  let naive = false;
  for (let calls = 1; calls <= LAST_CALLS; calls++) {
    const unit = units[Math.floor(tenants * random() ** 2)]!;
    unit.calls += 1;
    unit.failed += Number(random() < unit.rate + (unit.on ? harm : 0));
    unit.slow += Number(random() < 0.02);
    if (!isLookDue(calls, looked)) continue;
    looked = calls;
    const seen = units.filter((one) => one.calls > 0);
    const { harm: found, cohort, rest } = judgeCohort(seen, ++look);
    naive ||= zOf(cohort, rest) > 3.3;
    if (found) return { offAt: calls, naive };
  }
  return { offAt: null, naive };
}

function zOf(cohort: { calls: number; failed: number }, rest: { calls: number; failed: number }): number {
  const pooled = (cohort.failed + rest.failed) / (cohort.calls + rest.calls);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / cohort.calls + 1 / rest.calls));
  return (cohort.failed / cohort.calls - rest.failed / rest.calls) / error;
}

const runs = (what: Simulated, times = RUNS) =>
  Array.from({ length: times }, (_, n) => simulate(what, n * 7_919 + what.tenants * 31 + what.percentage));
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

describe('the guard', () => {
  it.for([
    { tenants: 12, percentage: 50 },
    { tenants: 40, percentage: 50 },
    { tenants: 40, percentage: 10 },
    { tenants: 300, percentage: 10 },
    { tenants: 300, percentage: 50 },
  ])(
    'turns a harmless flag off in at most 1 of 100 runs ($tenants tenants, $percentage of 100)',
    async (what, { annotate }) => {
      const results = runs({ ...what, harm: 0 });
      const share = results.filter(({ offAt }) => offAt !== null).length / RUNS;
      await annotate(`${(100 * share).toFixed(2)} of 100 runs`);
      expect(share).toBeLessThanOrEqual(FALSE_ALARMS_MAX);
    },
  );

  it('would be wrong often if it counted calls, since those of a tenant fail together', async ({
    annotate,
  }) => {
    const results = runs({ tenants: 40, percentage: 50, harm: 0 }, 300);
    const share = results.filter(({ naive }) => naive).length / results.length;
    await annotate(`it would have turned off ${(100 * share).toFixed(0)} of 100 harmless flags`);
    expect(share).toBeGreaterThan(0.3);
  });

  it.for([
    { tenants: 40, percentage: 50, harm: 0.9, within: 300 },
    { tenants: 100, percentage: 10, harm: 0.9, within: 600 },
    { tenants: 60, percentage: 50, harm: 0.3, within: 600 },
    { tenants: 300, percentage: 50, harm: 0.2, within: 2_000 },
  ])(
    'turns a flag off that fails $harm more of $percentage % of $tenants tenants',
    async (what, { annotate }) => {
      const results = runs(what, 200);
      const found = results.flatMap(({ offAt }) => (offAt === null ? [] : [offAt]));
      await annotate(
        `found in ${found.length} of ${results.length} runs, after ${median(found)} calls at the median`,
      );
      expect(found.length / results.length).toBeGreaterThan(0.9);
      expect(median(found)).toBeLessThanOrEqual(what.within);
    },
  );

  it('sees that a flag is slow, by the same test', () => {
    const units = Array.from({ length: 20 }, (_, n) => ({
      on: n < 10,
      calls: 5,
      failed: 0,
      slow: n < 10 ? 4 : 0,
    }));
    expect(judgeCohort(units, 1)).toMatchObject({
      harm: 'slow',
      cohort: { tenants: 10, calls: 50, slow: 40 },
      rest: { tenants: 10, calls: 50, slow: 0 },
    });
  });

  it('has an exact test: of 6 and 6 tenants, all and none bad is 1 of 924', () => {
    const units = Array.from({ length: 12 }, (_, n) => ({
      on: n < 6,
      calls: 9,
      failed: n < 6 ? 9 : 0,
      slow: 0,
    }));
    const { p, threshold, harm } = judgeCohort(units, 1);
    expect(p).toBeCloseTo(1 / 924, 12);
    expect(threshold).toBeCloseTo(FALSE_ALARMS_MAX / 4, 12);
    expect(harm).toBe('failed');
    expect([canBeJudged(6, 6), canBeJudged(5, 5), canBeJudged(2, 28), canBeJudged(0, 90)]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    // The tenth look may spend less.
    expect(judgeCohort(units, 10).harm).toBeNull();
  });

  it('says nothing of one side alone, of no calls, of a flag that helps, or of a difference that is nobody’s harm', () => {
    const side = (on: boolean, failed: number) =>
      Array.from({ length: 20 }, () => ({ on, calls: 1_000, failed, slow: 0 }));
    expect(judgeCohort([], 1).harm).toBeNull();
    expect(judgeCohort(side(true, 1_000), 1).harm).toBeNull();
    expect(judgeCohort([...side(true, 0), ...side(false, 900)], 1).harm).toBeNull();
    expect(judgeCohort([...side(true, 15), ...side(false, 0)], 1).harm).toBeNull();
    expect(judgeCohort([...side(true, 25), ...side(false, 0)], 1).harm).toBe('failed');
  });
});
