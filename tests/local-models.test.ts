import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { type LocalEmbedderOptions, localEmbedder } from '#lib/models/local-models.ts';
import { bundledModelFiles, modelFilesIn } from '#lib/models/model-files.ts';
import { codeOf, cosine, embedderContract } from './contracts/embedder.contract.ts';

for (const spanMode of ['late', 'separate'] as const) {
  embedderContract(`local, ${spanMode} spans`, async () => {
    const embedder = localEmbedder({ spanMode });
    return { embedder, close: () => embedder.close() };
  });
}

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0)) await thing.close();
});

function model(options?: LocalEmbedderOptions) {
  const embedder = localEmbedder(options);
  open.push(embedder);
  return embedder;
}

const WORDS =
  'opening hours cake orders are taken two days ahead by phone or at the counter near the church'.split(' ');
const longText = (seed: number, words = 110) =>
  Array.from({ length: words }, (_, i) => WORDS[(i * 7 + seed * 13) % WORDS.length]).join(' ');
const hashOf = (vectors: Float32Array[]) => {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of vectors)
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest('hex');
};

describe('the bundled model', () => {
  it('agrees with the published similarities of all-MiniLM-L6-v2', async () => {
    const embedder = model();
    expect(embedder.model).toBe('all-MiniLM-L6-v2:int8@afdb6f1a');
    expect(embedder.dimensions).toBe(384);
    const [person, dog, very, day] = await embedder.embed([
      'That is a happy person',
      'That is a happy dog',
      'That is a very happy person',
      'Today is a sunny day',
    ]);
    // fp32 gives 0.695, 0.943 and 0.257
    expect(Math.abs(cosine(person!, dog!) - 0.695)).toBeLessThan(0.03);
    expect(Math.abs(cosine(person!, very!) - 0.943)).toBeLessThan(0.03);
    expect(Math.abs(cosine(person!, day!) - 0.257)).toBeLessThan(0.03);
  });

  it('gives a text the same bytes whatever its order and neighbours', async () => {
    const embedder = model();
    const texts = Array.from({ length: 12 }, (_, i) => longText(i, 5 + i * 20));
    const together = await embedder.embed(texts);
    const reversed = (await embedder.embed([...texts].reverse())).reverse();
    const alone: Float32Array[] = [];
    for (const text of texts) alone.push(...(await embedder.embed([text])));
    expect(hashOf(reversed)).toBe(hashOf(together));
    expect(hashOf(alone)).toBe(hashOf(together));
  });

  it('gives the same bytes in every process and with one thread or two', async () => {
    const script = join(import.meta.dirname, 'fixtures', 'embed-and-print-hash.ts');
    const texts = JSON.stringify([longText(1), 'short', longText(2, 300)]);
    const hashes: string[] = [];
    for (const threads of ['1', '1', '2']) {
      // The script never closes the model: that it ends at all shows that an idle one holds no process open.
      const { stdout } = await promisify(execFile)(process.execPath, [script, texts, threads], {
        timeout: 30_000,
      });
      hashes.push(stdout);
    }
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(hashes).size).toBe(1);
  }, 60_000);

  it('pools spans in the context of their passage, or alone, as asked', async () => {
    const text = 'The bakery opens at nine. It closes at six.';
    const passage = { text, spans: [{ start: 26, end: text.length }] };
    const [alone] = await model().embed(['It closes at six.']);
    const [late] = await model({ spanMode: 'late' }).embedPassages([passage]);
    const [separate] = await model({ spanMode: 'separate' }).embedPassages([passage]);
    const [question] = await model().embed(['bakery']);
    expect(separate!.spanVectors[0]).toEqual(alone);
    expect(cosine(late!.spanVectors[0]!, question!)).toBeGreaterThan(cosine(alone!, question!) + 0.1);
  });

  it('pools exactly the tokens a span touches', async () => {
    const text = 'The bakery opens at nine. It closes at six.';
    const spanFrom = (start: number) => ({ start, end: 35 });
    const spans = [spanFrom(26), spanFrom(25), spanFrom(27), spanFrom(24), spanFrom(28)];
    const [result] = await model().embedPassages([{ text, spans }]);
    const [exact, withSpace, insideWord, withStop, withoutWord] = result!.spanVectors;
    expect(withSpace).toEqual(exact);
    expect(insideWord).toEqual(exact);
    expect(withStop).not.toEqual(exact);
    expect(withoutWord).not.toEqual(exact);
  });

  it('reads as far as it is configured to', async () => {
    const text = `${longText(1, 300)} invoices`;
    const other = `${longText(1, 300)} volcano`;
    const near = await model({ maxTokens: 256 }).embed([text, other]);
    const far = await model({ maxTokens: 512 }).embed([text, other]);
    expect(near[0]).toEqual(near[1]);
    expect(far[0]).not.toEqual(far[1]);
    expect(() => localEmbedder({ maxTokens: 513 })).toThrow(RangeError);
  });
});

describe('the model thread', () => {
  it('lets a query go ahead of waiting passages', async () => {
    const embedder = model();
    await embedder.warm();
    let passagesDone = 0;
    const passages = Array.from({ length: 10 }, (_, batch) =>
      embedder
        .embedPassages(Array.from({ length: 10 }, (_, i) => ({ text: longText(batch * 10 + i), spans: [] })))
        .then(() => passagesDone++),
    );
    await embedder.embed(['when do you open?']);
    expect(passagesDone).toBeLessThanOrEqual(1);
    await Promise.all(passages);
    expect(passagesDone).toBe(10);
  });

  it('drops the waiting work of a caller who left', async () => {
    const embedder = model();
    await embedder.warm();
    const controller = new AbortController();
    const passages = Array.from({ length: 1_000 }, (_, i) => ({ text: longText(i), spans: [] }));
    const work = codeOf(embedder.embedPassages(passages, { signal: controller.signal }));
    setTimeout(() => controller.abort(), 50);
    expect(await work).toBe('cancelled');
    const started = performance.now();
    await embedder.embedPassages([{ text: 'next', spans: [] }]);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('tells a timeout from a cancellation', async () => {
    const passages = Array.from({ length: 500 }, (_, i) => ({ text: longText(i), spans: [] }));
    expect(await codeOf(model().embedPassages(passages, { signal: AbortSignal.timeout(30) }))).toBe(
      'model_timeout',
    );
  });

  it('rejects what is pending when the thread dies, and starts a new one', async () => {
    const workers: Worker[] = [];
    const remember = (worker: Worker) => workers.push(worker);
    process.on('worker', remember);
    const embedder = model();
    const [before] = await embedder.embed(['the same']);
    const pending = codeOf(embedder.embed(Array.from({ length: 200 }, (_, i) => longText(i))));
    await workers[0]!.terminate();
    expect(await pending).toBe('model_unavailable');
    const [after] = await embedder.embed(['the same']);
    process.off('worker', remember);
    expect(after).toEqual(before);
    expect(workers).toHaveLength(2);
  });

  it('bounds the work that waits', async () => {
    const embedder = model();
    const controller = new AbortController();
    const texts = new Array<string>(2_000).fill('x');
    const calls = Array.from({ length: 11 }, () =>
      codeOf(embedder.embed(texts, { signal: controller.signal })),
    );
    expect(await calls[10]).toBe('model_unavailable');
    controller.abort();
    expect(await Promise.all(calls)).toEqual([...new Array(10).fill('cancelled'), 'model_unavailable']);
  });

  it('leaves the event loop free', async () => {
    const embedder = model();
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const passages = Array.from({ length: 60 }, (_, i) => ({
      text: longText(i),
      spans: [{ start: 0, end: 40 }],
    }));
    await embedder.embedPassages(passages);
    delay.disable();
    expect(delay.percentile(99) / 1e6).toBeLessThan(100);
  });
});

describe('model files', () => {
  it('are checked before they are used', async () => {
    for (const key of ['onnxSha256', 'tokenizerSha256'] as const) {
      const files = { ...bundledModelFiles(), [key]: '0'.repeat(64) };
      expect(await codeOf(model({ files }).warm())).toBe('model_unavailable');
    }
  });

  it('can be those of any directory, and name their own space', async () => {
    const bundled = bundledModelFiles();
    const files = await modelFilesIn(dirname(bundled.tokenizerPath));
    expect(files).toMatchObject({ onnxSha256: bundled.onnxSha256, dimensions: 384, maxPositions: 512 });
    expect(files.name).toMatch(/^all-MiniLM-L6-v2:model_quantized@[0-9a-f]{8}$/);
    expect(await model({ files }).embed(['same'])).toEqual(await model().embed(['same']));
  });

  it('word queries and passages as the model was trained, without moving spans', async () => {
    const files = { ...bundledModelFiles(), queryPrefix: 'query: ', passagePrefix: 'passage: ' };
    const prefixed = model({ files });
    const plain = model();
    const [query] = await prefixed.embed(['when?']);
    const [passage] = await prefixed.embedPassages([{ text: 'at nine', spans: [{ start: 3, end: 7 }] }]);
    expect(query).toEqual((await plain.embed(['query: when?']))[0]);
    const [written] = await plain.embedPassages([
      { text: 'passage: at nine', spans: [{ start: 12, end: 16 }] },
    ]);
    expect(passage).toEqual(written);
  });

  it.each([
    ['no config.json', {}, /config\.json is missing/],
    ['a config.json that is not JSON', { 'config.json': '{' }, /is not JSON/],
    ['no tokenizer', { 'config.json': '{"hidden_size":8}' }, /tokenizer\.json is missing/],
    [
      'no ONNX file',
      { 'config.json': '{"hidden_size":8}', 'tokenizer.json': '{}', 'tokenizer_config.json': '{}' },
      /holds no ONNX file/,
    ],
  ])('say what is wrong: %s', async (_what, contents, message) => {
    const directory = await mkdtemp(join(tmpdir(), 'model-'));
    try {
      for (const [name, text] of Object.entries(contents)) await writeFile(join(directory, name), text);
      await expect(modelFilesIn(directory)).rejects.toThrow(message);
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
