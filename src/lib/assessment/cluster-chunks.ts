/** Groups a sample by meaning, so that what is read of a knowledge base stands for all of it. */

export interface Cluster {
  /** Places in the sample, the most typical first. */
  members: number[];
}

const ROUNDS = 5;

/**
 * Farthest-first centres (Gonzalez 1985), refined by a few rounds of k-means on unit vectors. The same sample always
 * gives the same clusters, the largest first.
 */
export function clusterChunks(vectors: readonly Float32Array[], count: number): Cluster[] {
  let centres = farthestFirst(vectors, count);
  let nearest = assign(vectors, centres);
  for (let round = 0; round < ROUNDS; round++) {
    centres = centres.map((centre, at) => meanOf(vectors, nearest, at) ?? centre);
    nearest = assign(vectors, centres);
  }
  const clusters = centres.map((centre, at) => {
    const members = [...nearest.keys()].filter((index) => nearest[index] === at);
    const similarity = new Map(members.map((index) => [index, dot(vectors[index]!, centre)]));
    members.sort((a, b) => similarity.get(b)! - similarity.get(a)! || a - b);
    return { members };
  });
  return clusters
    .filter(({ members }) => members.length > 0)
    .sort((a, b) => b.members.length - a.members.length);
}

function farthestFirst(vectors: readonly Float32Array[], count: number): Float32Array[] {
  const first = vectors[0];
  if (first === undefined) return [];
  const centres = [first];
  const closest = vectors.map((vector) => dot(vector, first));
  while (centres.length < Math.min(count, vectors.length)) {
    let farthest = 0;
    for (let index = 1; index < vectors.length; index++) {
      if (closest[index]! < closest[farthest]!) farthest = index;
    }
    const centre = vectors[farthest]!;
    centres.push(centre);
    vectors.forEach((vector, index) => {
      closest[index] = Math.max(closest[index]!, dot(vector, centre));
    });
  }
  return centres;
}

function assign(vectors: readonly Float32Array[], centres: readonly Float32Array[]): number[] {
  return vectors.map((vector) => {
    let best = 0;
    let highest = Number.NEGATIVE_INFINITY;
    centres.forEach((centre, at) => {
      const similarity = dot(vector, centre);
      if (similarity > highest) [best, highest] = [at, similarity];
    });
    return best;
  });
}

function meanOf(vectors: readonly Float32Array[], nearest: readonly number[], at: number) {
  const mean = new Float32Array(vectors[0]?.length ?? 0);
  let members = 0;
  vectors.forEach((vector, index) => {
    if (nearest[index] !== at) return;
    members += 1;
    for (let d = 0; d < mean.length; d++) mean[d]! += vector[d]!;
  });
  const length = Math.sqrt(dot(mean, mean));
  return members > 0 && length > 0 ? mean.map((value) => value / length) : null;
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += a[d]! * b[d]!;
  return sum;
}
