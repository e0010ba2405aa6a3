/** The messages between the local embedder and its worker thread. */

import type { ModelFiles } from '#lib/models/model-files.ts';
import type { OnnxOptions } from '#lib/models/onnx-sentence-model.ts';

export interface WorkerSetup {
  files: ModelFiles;
  onnx: OnnxOptions;
}

export interface EmbedItem {
  text: string;
  /** Pairs of UTF-16 offsets. */
  spans: Int32Array;
}

export type ToWorker =
  | {
      type: 'embed';
      id: number;
      priority: 'query' | 'passage';
      spanMode: 'late' | 'separate';
      items: EmbedItem[];
    }
  | { type: 'cancel'; id: number }
  /** Answered like an embed of nothing, once the model is loaded. */
  | { type: 'warm'; id: number }
  | { type: 'stop' };

export type FromWorker =
  /** For each item its vector, then its spans' vectors, back to back. */
  { type: 'done'; id: number; vectors: Float32Array } | { type: 'failed'; id: number; message: string };
