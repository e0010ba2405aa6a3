/**
 * Logistic regression with a quadratic penalty, by accelerated gradient steps (Nesterov 1983). Deterministic. What is
 * learned from is a dense vector and a few of many words, all of one weight.
 */

export interface Features {
  vector: Float32Array;
  words: readonly number[];
  /** Of each of `words`. */
  wordValue: number;
}

export interface Linear {
  /** Of the vector, then of the words. */
  weights: Float64Array;
  bias: number;
}

const STEPS = 120;
const POWER_STEPS = 15;

/** Minimises Σ log loss + penalty / 2 · |weights|²; the bias is free. `labels`: null is left out. */
export function fitLogistic(
  features: readonly Features[],
  labels: readonly (boolean | null)[],
  { penalty, words }: { penalty: number; words: number },
): Linear {
  const known = features.flatMap((one, at) => (labels[at] === null ? [] : [{ one, y: labels[at] ? 1 : 0 }]));
  const size = features[0]!.vector.length + words;
  // The loss bends by a quarter of the largest eigenvalue of what is learned from; a tenth is added, since it is estimated.
  const step =
    1 /
    (penalty +
      (1.1 / 4) *
        largestEigenvalue(
          known.map(({ one }) => one),
          size,
        ));
  const weights = new Float64Array(size + 1);
  const ahead = new Float64Array(size + 1);
  const slope = new Float64Array(size + 1);
  for (let n = 0; n < STEPS; n++) {
    for (let i = 0; i < size; i++) slope[i] = penalty * ahead[i]!;
    slope[size] = 0;
    for (const { one, y } of known) add(slope, one, 1 / (1 + Math.exp(-product(ahead, one))) - y);
    const momentum = n / (n + 3);
    for (let i = 0; i <= size; i++) {
      const next = ahead[i]! - step * slope[i]!;
      ahead[i] = next + momentum * (next - weights[i]!);
      weights[i] = next;
    }
  }
  return { weights: weights.slice(0, size), bias: weights[size]! };
}

/** Log odds. */
export function logitOf({ weights, bias }: Linear, one: Features): number {
  return bias + dot(weights, one);
}

function dot(weights: Float64Array, { vector, words, wordValue }: Features): number {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += weights[i]! * vector[i]!;
  for (const word of words) sum += weights[vector.length + word]! * wordValue;
  return sum;
}

/** With the bias as the last of the weights. */
function product(weights: Float64Array, one: Features): number {
  return dot(weights, one) + weights.at(-1)!;
}

function add(to: Float64Array, { vector, words, wordValue }: Features, times: number): void {
  for (let i = 0; i < vector.length; i++) to[i]! += times * vector[i]!;
  for (const word of words) to[vector.length + word]! += times * wordValue;
  to[to.length - 1]! += times;
}

/** Of the sum of the outer products, by power iteration. */
function largestEigenvalue(features: readonly Features[], size: number): number {
  let direction = new Float64Array(size + 1).fill(1 / Math.sqrt(size + 1));
  let value = 0;
  for (let n = 0; n < POWER_STEPS; n++) {
    const next = new Float64Array(size + 1);
    for (const one of features) add(next, one, product(direction, one));
    value = Math.hypot(...next);
    direction = next.map((x) => x / value);
  }
  return value;
}
