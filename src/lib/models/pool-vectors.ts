/** Mean pooling of token outputs into unit vectors, written straight into the caller's memory. */

/**
 * Mean of the rows `includes(row)` says yes to, scaled to unit length (Reimers & Gurevych 2019,
 * arXiv:1908.10084). `hidden` is rows × target.length. Returns whether any row was included; the target is
 * only written when one was.
 */
export function poolRows(
  hidden: Float32Array,
  rows: number,
  target: Float32Array,
  includes: (row: number) => boolean,
): boolean {
  const dimensions = target.length;
  const sums = new Float64Array(dimensions);
  let included = 0;
  for (let row = 0; row < rows; row++) {
    if (!includes(row)) continue;
    included++;
    const offset = row * dimensions;
    for (let i = 0; i < dimensions; i++) sums[i] = sums[i]! + hidden[offset + i]!;
  }
  if (included === 0) return false;
  writeUnit(sums, target);
  return true;
}

/** Scales to unit length (the mean's divisor cancels out). Throws on a zero or non-finite vector. */
export function writeUnit(values: ArrayLike<number>, target: Float32Array): void {
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += values[i]! * values[i]!;
  const length = Math.sqrt(squares);
  if (!Number.isFinite(length) || length === 0)
    throw new Error('the model returned a vector without a direction');
  for (let i = 0; i < values.length; i++) target[i] = values[i]! / length;
}
