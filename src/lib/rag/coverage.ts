/** How much of a query's meaning-bearing terms a piece of text holds. */

export type QueryTerms = {
  /** Distinct terms, with the share (they sum to 1) of the query's idf each carries. */
  readonly shares: ReadonlyMap<string, number>;
  /** Neighbouring pairs of query terms `a b`, with the share of all pairs' idf. */
  readonly pairs: ReadonlyMap<string, number>;
};

/** Terms without a known idf count as rare ones: they matter most. */
const UNKNOWN_IDF = 5;

export function queryTerms(terms: readonly string[], idf: ReadonlyMap<string, number>): QueryTerms {
  const value = (term: string): number => Math.max(0, idf.get(term) ?? UNKNOWN_IDF);
  const shares = new Map<string, number>();
  for (const term of terms) shares.set(term, value(term));
  const pairs = new Map<string, number>();
  for (let i = 0; i + 1 < terms.length; i++) {
    const [a, b] = [terms[i]!, terms[i + 1]!];
    if (a !== b) pairs.set(`${a} ${b}`, value(a) + value(b));
  }
  return { shares: toShares(shares), pairs: toShares(pairs) };
}

function toShares(weights: Map<string, number>): Map<string, number> {
  let sum = 0;
  for (const weight of weights.values()) sum += weight;
  if (sum > 0) for (const [key, weight] of weights) weights.set(key, weight / sum);
  return weights;
}

/** Share of the query's idf whose terms occur in any of the sets, 0–1. */
export function coverage(query: QueryTerms, ...held: readonly (ReadonlySet<string> | undefined)[]): number {
  let sum = 0;
  for (const [term, share] of query.shares) if (held.some((set) => set?.has(term))) sum += share;
  return sum;
}

/** Share of the query's neighbouring pairs that are neighbours in the text too, 0–1. */
export function pairCoverage(query: QueryTerms, terms: readonly string[]): number {
  let sum = 0;
  const seen = new Set<string>();
  for (let i = 0; i + 1 < terms.length; i++) {
    // Building the pair is the cost: only do it where the first term can match.
    if (!query.shares.has(terms[i]!) || !query.shares.has(terms[i + 1]!)) continue;
    const pair = `${terms[i]} ${terms[i + 1]}`;
    if (seen.has(pair)) continue;
    seen.add(pair);
    sum += query.pairs.get(pair) ?? 0;
  }
  return sum;
}
