/** Makes chunks searchable: BM25 terms, a passage vector and a vector for each sentence. */
import type { Embedder } from '#lib/ports/models.ts';
import type { IndexedChunk } from './chunk-store.ts';
import { embeddedText, encodeSentenceVectors, MAX_SENTENCES } from './sentence-vectors.ts';
import { splitSentences } from './sentences.ts';
import { termFrequencies } from './tokenize.ts';

export interface RawChunk {
  ordinal: number;
  heading: string | null;
  page: number | null;
  text: string;
}

/**
 * What a chunk is about, as a reader would see it above the text: title and heading path. Empty when the text itself
 * begins so, since saying it twice would count it twice.
 */
export function chunkContext(title: string, heading: string | null, text: string): string {
  const context = heading && heading !== title ? `${title} › ${heading}` : title;
  return text.startsWith(context) ? '' : context;
}

/** In the order given; the same chunk always gives the same bytes. Errors: those of the embedder. */
export async function indexChunks(
  embedder: Embedder,
  title: string,
  chunks: readonly RawChunk[],
  signal: AbortSignal,
): Promise<IndexedChunk[]> {
  const prepared = chunks.map((chunk) => {
    const { text, offset } = embeddedText(chunkContext(title, chunk.heading, chunk.text), chunk.text);
    const sentences = splitSentences(chunk.text).slice(0, MAX_SENTENCES);
    const spans = sentences.map(({ start, end }) => ({ start: start + offset, end: end + offset }));
    return { text, sentences, spans };
  });
  const vectors = await embedder.embedPassages(prepared, { signal, purpose: 'passage' });
  return chunks.map((chunk, index) => {
    const { text, sentences } = prepared[index]!;
    const { vector, spanVectors } = vectors[index]!;
    const pooled = sentences.map(({ start, end }, at) => ({ start, end, vector: spanVectors[at]! }));
    return {
      ...chunk,
      termFrequencies: termFrequencies(text),
      vector,
      sentenceVectors: encodeSentenceVectors(pooled),
    };
  });
}
