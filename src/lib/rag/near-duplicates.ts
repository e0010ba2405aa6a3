/** Folds passages that say the same words into the best-ranked one of them: for prompts and citations, not for ranking. */

/** Share of common runs of words from which two passages count as the same (resemblance, Broder 1997). */
export const DUPLICATE_RESEMBLANCE = 0.9;
/** Words a run has, and words of a passage that are compared. */
const RUN_WORDS = 3;
const MAX_WORDS = 400;

/**
 * Keeps the order and drops each passage that nearly repeats a better one, until `k` distinct ones are found; what is
 * ranked below those is kept as it is. When fewer than `k` are distinct, the dropped follow in their old order.
 */
export function distinctPassages<T extends { text: string }>(ranked: readonly T[], k: number): T[] {
  const kept: { item: T; runs: Set<string> }[] = [];
  const dropped: T[] = [];
  let next = 0;
  for (; next < ranked.length && kept.length < k; next++) {
    const item = ranked[next]!;
    const runs = wordRuns(item.text);
    if (kept.some((other) => resembles(runs, other.runs))) dropped.push(item);
    else kept.push({ item, runs });
  }
  const distinct = kept.map(({ item }) => item);
  return distinct.concat(dropped.slice(0, Math.max(0, k - distinct.length)), ranked.slice(next));
}

function wordRuns(text: string): Set<string> {
  // Numbers are words too: two price rows that differ in the price are not duplicates.
  const words =
    text
      .slice(0, MAX_WORDS * 12)
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu)
      ?.slice(0, MAX_WORDS) ?? [];
  if (words.length < RUN_WORDS) return new Set([words.join(' ')]);
  const runs = new Set<string>();
  for (let i = 0; i + RUN_WORDS <= words.length; i++) runs.add(words.slice(i, i + RUN_WORDS).join(' '));
  return runs;
}

function resembles(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  // The sizes alone already rule most pairs out.
  if (small.size < DUPLICATE_RESEMBLANCE * large.size) return false;
  let common = 0;
  for (const run of small) if (large.has(run)) common++;
  return common / (a.size + b.size - common) >= DUPLICATE_RESEMBLANCE;
}
