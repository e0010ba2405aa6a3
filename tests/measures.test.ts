import { describe, expect, it } from 'vitest';
import { ndcg, percentile, recall, reciprocalRank } from '../evals/measures.ts';
import { riskCoverage, riskCoverageSvg } from '../evals/risk-coverage.ts';

const judged = new Map([
  ['a', 1],
  ['b', 1],
]);

describe('ranking measures', () => {
  it('agree with hand-computed values', () => {
    expect(ndcg(['a', 'b', 'c'], judged, 10)).toBe(1);
    const ideal = 1 + 1 / Math.log2(3);
    expect(ndcg(['c', 'a', 'd', 'b'], judged, 10)).toBeCloseTo(
      (1 / Math.log2(3) + 1 / Math.log2(5)) / ideal,
      12,
    );
    expect(ndcg(['c', 'd'], judged, 10)).toBe(0);
    expect(recall(['c', 'a'], judged, 2)).toBe(0.5);
    expect(reciprocalRank(['c', 'a'], judged, 10)).toBe(0.5);
    expect(reciprocalRank(['c'], judged, 10)).toBe(0);
  });

  it('takes the nearest rank for percentiles', () => {
    expect(percentile([5, 1, 4, 2, 3], 0.95)).toBe(5);
    expect(percentile([5, 1, 4, 2, 3], 0.5)).toBe(3);
  });
});

describe('riskCoverage', () => {
  const answers = [
    { confidence: 0.9, correct: true },
    { confidence: 0.2, correct: false },
    { confidence: 0.5, correct: true },
    { confidence: 0.4, correct: false },
  ];

  it('orders by confidence and counts the wrong ones so far', () => {
    expect(riskCoverage(answers).map(({ risk }) => risk)).toEqual([0, 0, 1 / 3, 0.5]);
  });

  it('draws one path in an SVG', () => {
    const svg = riskCoverageSvg(answers, 'test');
    expect(svg.match(/<path /g)).toHaveLength(1);
    expect(svg).not.toMatch(/NaN|undefined/);
  });
});
