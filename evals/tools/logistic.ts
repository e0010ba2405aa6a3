/** Logistic regression with a quadratic penalty, by accelerated gradient steps (Nesterov 1983). Deterministic. */

export interface Linear {
  weights: Float64Array;
  bias: number;
}

const STEPS = 250;

/** Minimises Σ log loss + penalty / 2 · |weights|²; the bias is free. `labels`: null is left out. */
export function fitLogistic(
  vectors: readonly Float32Array[],
  labels: readonly (boolean | null)[],
  penalty: number,
): Linear {
  const known = vectors.flatMap((vector, at) => {
    const label = labels[at];
    return typeof label === 'boolean' ? [{ vector, y: label ? 1 : 0 }] : [];
  });
  const size = vectors[0]!.length;
  // The loss of one example bends by a quarter of its squared length at most: 1 for the vector, 1 for the bias.
  const step = 1 / (penalty + 0.25 * 2 * known.length);
  const weights = new Float64Array(size + 1);
  const ahead = new Float64Array(size + 1);
  const slope = new Float64Array(size + 1);
  for (let n = 0; n < STEPS; n++) {
    for (let i = 0; i < size; i++) slope[i] = penalty * ahead[i]!;
    slope[size] = 0;
    for (const { vector, y } of known) {
      let z = ahead[size]!;
      for (let i = 0; i < size; i++) z += ahead[i]! * vector[i]!;
      const error = 1 / (1 + Math.exp(-z)) - y;
      for (let i = 0; i < size; i++) slope[i]! += error * vector[i]!;
      slope[size]! += error;
    }
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
export function logitOf({ weights, bias }: Linear, vector: Float32Array): number {
  return vector.reduce((sum, value, at) => sum + value * weights[at]!, bias);
}
