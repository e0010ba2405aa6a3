/** A sentence encoder on onnxruntime-node: one text in, unit vectors of it and of spans inside it out. */

import { readFile } from 'node:fs/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type ModelFiles, sha256OfFile } from '#lib/models/model-files.ts';
import { poolRows } from '#lib/models/pool-vectors.ts';
import { textTokenizer } from '#lib/models/tokenize-text.ts';

export interface OnnxOptions {
  intraOpThreads: number;
  /** Longer texts are cut here, start and end tokens included. */
  maxTokens: number;
}

export interface SentenceModel {
  readonly hasOffsets: boolean;
  /**
   * One forward pass. Writes the text's vector into `target`, and for each span `[start, end)` of `spans`
   * (pairs of UTF-16 offsets) the pooled outputs of its tokens into `spanTargets`. Returns the indexes of
   * the spans that no token covers, whose targets are untouched.
   */
  encode(
    text: string,
    target: Float32Array,
    spans: Int32Array,
    spanTargets: Float32Array[],
  ): Promise<number[]>;
  release(): Promise<void>;
}

/** Checks the files' SHA-256 before anything reads them. Throws Error when a file is not the one described. */
export async function loadSentenceModel(files: ModelFiles, options: OnnxOptions): Promise<SentenceModel> {
  const [onnxSha256, tokenizerText, tokenizerSha256] = await Promise.all([
    sha256OfFile(files.onnxPath),
    readFile(files.tokenizerPath, 'utf8'),
    sha256OfFile(files.tokenizerPath),
  ]);
  if (onnxSha256 !== files.onnxSha256) throw new Error(`SHA-256 of ${files.onnxPath} is ${onnxSha256}`);
  if (tokenizerSha256 !== files.tokenizerSha256) {
    throw new Error(`SHA-256 of ${files.tokenizerPath} is ${tokenizerSha256}`);
  }
  const tokenizerConfig: unknown = JSON.parse(await readFile(files.tokenizerConfigPath, 'utf8'));
  const tokenizer = textTokenizer(JSON.parse(tokenizerText), tokenizerConfig);
  // The arena keeps memory flat (161 MB against 230-340 MB without it, measured); threads that spin between
  // runs would take a core away from the server.
  const session = await InferenceSession.create(files.onnxPath, {
    intraOpNumThreads: options.intraOpThreads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    enableCpuMemArena: true,
    enableMemPattern: true,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  const wantsTypes = session.inputNames.includes('token_type_ids');
  const outputName = session.outputNames.includes('last_hidden_state')
    ? 'last_hidden_state'
    : session.outputNames[0]!;
  const { dimensions } = files;
  const maxTokens = Math.min(options.maxTokens, files.maxPositions);
  const buffers = {
    ids: new BigInt64Array(maxTokens),
    ones: new BigInt64Array(maxTokens).fill(1n),
    zeros: new BigInt64Array(maxTokens),
    hidden: new Float32Array(maxTokens * dimensions),
  };

  return {
    hasOffsets: tokenizer.hasOffsets,
    async encode(text, target, spans, spanTargets) {
      const { ids, starts, ends } = tokenizer.tokenize(text, maxTokens);
      const count = ids.length;
      for (let i = 0; i < count; i++) buffers.ids[i] = BigInt(ids[i]!);
      const shape = [1, count];
      const feeds: Record<string, Tensor> = {
        input_ids: new Tensor('int64', buffers.ids.subarray(0, count), shape),
        attention_mask: new Tensor('int64', buffers.ones.subarray(0, count), shape),
      };
      if (wantsTypes) feeds.token_type_ids = new Tensor('int64', buffers.zeros.subarray(0, count), shape);
      // The output goes into our own memory: outputs the runtime allocates wait for the garbage collector.
      const hidden = buffers.hidden.subarray(0, count * dimensions);
      await session.run(feeds, { [outputName]: new Tensor('float32', hidden, [1, count, dimensions]) });
      poolRows(hidden, count, target, () => true);
      const uncovered: number[] = [];
      for (const [index, spanTarget] of spanTargets.entries()) {
        const start = spans[index * 2]!;
        const end = spans[index * 2 + 1]!;
        const covers = (row: number) => starts[row]! < end && ends[row]! > start;
        if (!poolRows(hidden, count, spanTarget, covers)) uncovered.push(index);
      }
      return uncovered;
    },
    release: () => session.release(),
  };
}
