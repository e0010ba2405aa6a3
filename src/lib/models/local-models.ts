/** Sentence embeddings on this machine's CPU: no network, off the event loop, the same bytes for the same text. */

import { checkPassages, checkTexts } from '#lib/models/embedding-input.ts';
import type { EmbedItem } from '#lib/models/local-model-protocol.ts';
import { modelThread } from '#lib/models/local-model-thread.ts';
import { bundledModelFiles, type ModelFiles } from '#lib/models/model-files.ts';
import type { Embedder } from '#lib/ports/models.ts';

export interface LocalEmbedderOptions {
  /** Default: the bundled all-MiniLM-L6-v2. Another model: `await modelFilesIn(directory)`. */
  files?: ModelFiles;
  /**
   * Threads inside one forward pass. Default 1: on two cores a second one gave 0-20 % more passages a second
   * and slower queries, and took the core the server runs on.
   */
  intraOpThreads?: number;
  /** Texts are cut here, 16 to 512. */
  maxTokens?: number;
  /** `late`: spans are pooled from the passage's own token outputs. `separate`: each span is embedded alone. */
  spanMode?: 'late' | 'separate';
}

export interface LocalEmbedder extends Embedder {
  /** Loads the model now instead of at the first text. Errors: `model_unavailable`. */
  warm(): Promise<void>;
}

export const MAX_TOKENS_DEFAULT = 512;
const NO_SPANS = new Int32Array(0);

export function localEmbedder(options: LocalEmbedderOptions = {}): LocalEmbedder {
  const files = options.files ?? bundledModelFiles();
  const { dimensions } = files;
  const spanMode = options.spanMode ?? 'late';
  const maxTokens = options.maxTokens ?? MAX_TOKENS_DEFAULT;
  if (!Number.isInteger(maxTokens) || maxTokens < 16 || maxTokens > 512) {
    throw new RangeError('maxTokens must be a whole number from 16 to 512');
  }
  const intraOpThreads = options.intraOpThreads ?? 1;
  const thread = modelThread({ files, onnx: { intraOpThreads, maxTokens } });

  return {
    model: files.name,
    dimensions,

    async embed(texts, { signal, purpose = 'query' } = {}) {
      checkTexts(texts);
      if (texts.length === 0) return [];
      const items: EmbedItem[] = texts.map((text) => ({ text, spans: NO_SPANS }));
      const vectors = await thread.request(
        { type: 'embed', priority: purpose, spanMode, items },
        items.length,
        signal,
      );
      return items.map((_, index) => vectors.subarray(index * dimensions, (index + 1) * dimensions));
    },

    async embedPassages(passages, { signal, purpose = 'passage' } = {}) {
      checkPassages(passages);
      if (passages.length === 0) return [];
      const items: EmbedItem[] = passages.map(({ text, spans }) => ({
        text,
        spans: Int32Array.from(spans.flatMap(({ start, end }) => [start, end])),
      }));
      const spanCount = passages.reduce((sum, { spans }) => sum + spans.length, 0);
      const forwards = passages.length + (spanMode === 'separate' ? spanCount : 0);
      const vectors = await thread.request(
        { type: 'embed', priority: purpose, spanMode, items },
        forwards,
        signal,
      );
      let offset = 0;
      const next = () => {
        offset += dimensions;
        return vectors.subarray(offset - dimensions, offset);
      };
      return passages.map(({ spans }) => ({ vector: next(), spanVectors: spans.map(next) }));
    },

    async warm() {
      await thread.request({ type: 'warm' }, 0);
    },

    close: () => thread.close(),
  };
}
