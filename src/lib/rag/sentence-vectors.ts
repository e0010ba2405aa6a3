/**
 * A chunk's sentence vectors as bytes. They come from the chunk's own forward pass (late chunking, Günther et al.
 * 2024, arXiv:2409.04701), so they cost no second one.
 *
 * Format, little-endian: u8 version (1) · u8 reserved (0) · u16 dimensions · u16 sentences, then per sentence
 * u32 start · u32 end (UTF-16 offsets into the chunk's text) · f32 scale · dimensions × i8. A component is i8 · scale.
 */

export interface SentenceVector {
  start: number;
  end: number;
  vector: Float32Array;
}

export interface SentenceSimilarity {
  start: number;
  end: number;
  cosine: number;
}

const VERSION = 1;
const HEADER_BYTES = 6;
const SPAN_BYTES = 12;
/** Sentences stored per chunk; later ones are still found through the chunk's own vector and terms. */
export const MAX_SENTENCES = 128;

/** What the model and BM25 read for a chunk: the title gives every sentence its context. Offsets shift by the prefix. */
export function embeddedText(title: string, text: string): { text: string; offset: number } {
  const prefix = title.trim() === '' ? '' : `${title.trim()}\n`;
  return { text: prefix + text, offset: prefix.length };
}

/** Same vectors, same bytes. Throws RangeError when they differ in dimensions or do not fit the format. */
export function encodeSentenceVectors(sentences: readonly SentenceVector[]): Uint8Array {
  const kept = sentences.slice(0, MAX_SENTENCES);
  const dimensions = kept[0]?.vector.length ?? 0;
  if (dimensions > 0xffff) throw new RangeError(`sentence vectors of ${dimensions} dimensions`);
  const bytes = new Uint8Array(HEADER_BYTES + kept.length * (SPAN_BYTES + dimensions));
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  view.setUint16(2, dimensions, true);
  view.setUint16(4, kept.length, true);
  let at = HEADER_BYTES;
  for (const { start, end, vector } of kept) {
    if (vector.length !== dimensions) throw new RangeError('sentence vectors differ in dimensions');
    let peak = 0;
    for (const value of vector) peak = Math.max(peak, Math.abs(value));
    const scale = Math.fround(peak / 127);
    view.setUint32(at, start, true);
    view.setUint32(at + 4, end, true);
    view.setFloat32(at + 8, scale, true);
    at += SPAN_BYTES;
    for (const value of vector) view.setInt8(at++, scale > 0 ? Math.round(value / scale) : 0);
  }
  return bytes;
}

/** The vectors as they were but for rounding; an empty list for bytes of another version or length. */
export function decodeSentenceVectors(bytes: Uint8Array): SentenceVector[] {
  const layout = readLayout(bytes);
  if (layout === null) return [];
  const { view, dimensions, count } = layout;
  return Array.from({ length: count }, (_, i) => {
    const at = HEADER_BYTES + i * (SPAN_BYTES + dimensions);
    const scale = view.getFloat32(at + 8, true);
    const vector = Float32Array.from(
      { length: dimensions },
      (_, d) => view.getInt8(at + SPAN_BYTES + d) * scale,
    );
    return { start: view.getUint32(at, true), end: view.getUint32(at + 4, true), vector };
  });
}

/**
 * Cosine of a unit query vector with each stored sentence, in reading order. Empty for bytes of another version,
 * length or dimension: the chunk's own cosine then stands in.
 */
export function sentenceSimilarities(bytes: Uint8Array, query: Float32Array): SentenceSimilarity[] {
  const layout = readLayout(bytes);
  if (layout === null || layout.dimensions !== query.length) return [];
  const { view, dimensions, count } = layout;
  const components = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const similarities: SentenceSimilarity[] = [];
  for (let i = 0; i < count; i++) {
    const at = HEADER_BYTES + i * (SPAN_BYTES + dimensions);
    let dot = 0;
    let square = 0;
    for (let d = 0; d < dimensions; d++) {
      const value = components[at + SPAN_BYTES + d]!;
      dot += value * query[d]!;
      square += value * value;
    }
    const cosine = square > 0 ? dot / Math.sqrt(square) : 0;
    similarities.push({ start: view.getUint32(at, true), end: view.getUint32(at + 4, true), cosine });
  }
  return similarities;
}

function readLayout(bytes: Uint8Array): { view: DataView; dimensions: number; count: number } | null {
  if (bytes.byteLength < HEADER_BYTES) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dimensions = view.getUint16(2, true);
  const count = view.getUint16(4, true);
  if (view.getUint8(0) !== VERSION) return null;
  return bytes.byteLength === HEADER_BYTES + count * (SPAN_BYTES + dimensions)
    ? { view, dimensions, count }
    : null;
}
