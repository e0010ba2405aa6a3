/** Chunks repeat the end of the one before; shown one after another, the repetition is taken from the neighbours. */
const OVERLAP_MAX_CHARS = 400;
const OVERLAP_MIN_CHARS = 20;

function overlap(before: string, after: string): number {
  const most = Math.min(OVERLAP_MAX_CHARS, before.length, after.length);
  for (let length = most; length >= OVERLAP_MIN_CHARS; length -= 1) {
    if (before.endsWith(after.slice(0, length))) return length;
  }
  return 0;
}

/** The cited chunk stays whole: before it the ends are cut, after it the beginnings. */
export function withoutOverlap<C extends { chunk_id: string; text: string }>(
  chunks: readonly C[],
  cited: string,
): C[] {
  const at = chunks.findIndex((chunk) => chunk.chunk_id === cited);
  return chunks.map((chunk, index) => {
    if (index < at) {
      const next = chunks[index + 1];
      const cut = next ? overlap(chunk.text, next.text) : 0;
      return { ...chunk, text: chunk.text.slice(0, chunk.text.length - cut).trimEnd() };
    }
    const before = chunks[index - 1];
    if (index === at || before === undefined) return { ...chunk };
    return { ...chunk, text: chunk.text.slice(overlap(before.text, chunk.text)).trimStart() };
  });
}
