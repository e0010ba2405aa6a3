/** Which questions of a batch are so near each other that one search serves them all. */

/**
 * Questions whose vectors have at least this cosine share a search.
 * Set by `npm run eval:sharing` (docs/decisions/009).
 */
export const SHARED_SEARCH_COSINE = 0.95;
/** Only questions that hardly differ; for who wants to be careful. */
export const NEAREST_SEARCH_COSINE = 0.975;

/**
 * For each vector the index of the one whose search it takes: its own, or the nearest earlier one that searches for
 * itself and is near enough. Vectors are of unit length.
 */
export function searchLeaders(vectors: readonly Float32Array[], least = SHARED_SEARCH_COSINE): number[] {
  const leaders: number[] = [];
  return vectors.map((vector, index) => {
    let nearest = index;
    let highest = least;
    for (const leader of leaders) {
      const cosine = dot(vector, vectors[leader]!);
      if (cosine < highest) continue;
      highest = cosine;
      nearest = leader;
    }
    if (nearest === index) leaders.push(index);
    return nearest;
  });
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
