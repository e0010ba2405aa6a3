/** What every Embedder promises; run once for each adapter. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '#lib/core/errors.ts';
import {
  EMBED_SPANS_PER_PASSAGE_MAX,
  EMBED_TEXT_MAX_CHARS,
  EMBED_TEXTS_PER_CALL_MAX,
} from '#lib/models/embedding-input.ts';
import type { Embedder } from '#lib/ports/models.ts';

export interface EmbedderUnderTest {
  embedder: Embedder;
  close(): Promise<void>;
}

export function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * b[index]!, 0);
}

export async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => new Error('it resolved'),
    (reason: unknown) => reason,
  );
  return error instanceof AppError ? error.code : `not an AppError: ${String(error)}`;
}

const PASSAGE =
  'The bakery opens at nine. Cakes must be ordered two days ahead. Parking is behind the church.';
const SPANS = [
  { start: 0, end: 25 },
  { start: 26, end: 63 },
  { start: 64, end: PASSAGE.length },
];

export function embedderContract(name: string, open: () => Promise<EmbedderUnderTest>): void {
  describe(`Embedder contract: ${name}`, () => {
    let under: EmbedderUnderTest;
    let embedder: Embedder;
    beforeAll(async () => {
      under = await open();
      embedder = under.embedder;
    });
    afterAll(() => under.close());

    it('names its vector space and its width', () => {
      expect(embedder.model).toMatch(/^\S+:\S+$/);
      expect(embedder.dimensions).toBeGreaterThan(0);
    });

    it('gives one unit vector a text, in order', async () => {
      const texts = ['opening hours', 'cake orders', 'parking', 'opening hours'];
      const vectors = await embedder.embed(texts);
      expect(vectors).toHaveLength(texts.length);
      for (const vector of vectors) {
        expect(vector).toBeInstanceOf(Float32Array);
        expect(vector).toHaveLength(embedder.dimensions);
        expect(cosine(vector, vector)).toBeCloseTo(1, 5);
      }
      expect(vectors[3]).toEqual(vectors[0]);
      expect(vectors[1]).not.toEqual(vectors[0]);
    });

    it('puts texts that say the same nearer than others', async () => {
      const [question, near, far] = await embedder.embed([
        'When does the bakery open?',
        'The bakery does open at nine.',
        'Invoices are sent by electronic mail.',
      ]);
      expect(cosine(question!, near!)).toBeGreaterThan(cosine(question!, far!) + 0.1);
    });

    it('gives a passage its vector and each of its spans one', async () => {
      const [first, second] = await embedder.embedPassages([
        { text: PASSAGE, spans: SPANS },
        { text: 'No spans here.', spans: [] },
      ]);
      const [whole] = await embedder.embed([PASSAGE], { purpose: 'passage' });
      expect(first!.vector).toEqual(whole);
      expect(first!.spanVectors).toHaveLength(3);
      for (const vector of first!.spanVectors) expect(cosine(vector, vector)).toBeCloseTo(1, 5);
      expect(second!.spanVectors).toEqual([]);
      const [question] = await embedder.embed(['How early must cakes be ordered?']);
      const scores = first!.spanVectors.map((vector) => cosine(question!, vector));
      expect(scores.indexOf(Math.max(...scores))).toBe(1);
    });

    it('gives every span a vector, however long the passage', async () => {
      const text = `${'word '.repeat(2_000)}The last sentence is about parking.`;
      const [result] = await embedder.embedPassages([{ text, spans: [{ start: 10_000, end: text.length }] }]);
      const [alone] = await embedder.embed(['The last sentence is about parking.'], { purpose: 'passage' });
      expect(cosine(result!.spanVectors[0]!, alone!)).toBeGreaterThan(0.99);
    });

    it('takes any characters', async () => {
      const texts = [
        'Öffnungszeiten für Frühstück',
        '営業時間は何時ですか',
        '🍰🎂',
        'a\u0000b\u200bc',
        '\ud800 lone',
        '[SEP] [MASK]',
      ];
      for (const vector of await embedder.embed(texts)) expect(cosine(vector, vector)).toBeCloseTo(1, 5);
    });

    it('gives nothing for nothing', async () => {
      expect(await embedder.embed([])).toEqual([]);
      expect(await embedder.embedPassages([])).toEqual([]);
    });

    it.each([
      ['a blank text', () => embedder.embed(['fine', ' \n '])],
      ['something that is not text', () => embedder.embed([7 as unknown as string])],
      ['a text that is too long', () => embedder.embed(['x'.repeat(EMBED_TEXT_MAX_CHARS + 1)])],
      ['too many texts', () => embedder.embed(new Array<string>(EMBED_TEXTS_PER_CALL_MAX + 1).fill('x'))],
      ['a blank passage', () => embedder.embedPassages([{ text: '', spans: [] }])],
      [
        'a span outside its passage',
        () => embedder.embedPassages([{ text: 'abc', spans: [{ start: 1, end: 4 }] }]),
      ],
      ['a negative span', () => embedder.embedPassages([{ text: 'abc', spans: [{ start: -1, end: 2 }] }])],
      [
        'a span of half a character',
        () => embedder.embedPassages([{ text: 'abc', spans: [{ start: 0.5, end: 2 }] }]),
      ],
      ['a blank span', () => embedder.embedPassages([{ text: 'a b', spans: [{ start: 1, end: 2 }] }])],
      [
        'too many spans',
        () => {
          const spans = new Array(EMBED_SPANS_PER_PASSAGE_MAX + 1).fill({ start: 0, end: 1 });
          return embedder.embedPassages([{ text: 'abc', spans }]);
        },
      ],
    ])('refuses %s', async (_what, work) => {
      expect(await codeOf(work())).toBe('invalid_request');
    });

    it('rejects at once when its signal is aborted, before or during the work', async () => {
      expect(await codeOf(embedder.embed(['x'], { signal: AbortSignal.abort() }))).toBe('cancelled');
      const controller = new AbortController();
      const passages = Array.from({ length: 200 }, (_, i) => ({ text: `${PASSAGE} ${i}`, spans: [] }));
      const work = codeOf(embedder.embedPassages(passages, { signal: controller.signal }));
      controller.abort();
      expect(await work).toBe('cancelled');
      expect(await embedder.embed(['still works'])).toHaveLength(1);
    });

    it('ends pending and later calls when it is closed', async () => {
      const other = await open();
      const pending = codeOf(other.embedder.embed(Array.from({ length: 100 }, (_, i) => `${PASSAGE} ${i}`)));
      await new Promise((resolve) => setTimeout(resolve, 5));
      await other.embedder.close();
      expect(await pending).toBe('shutting_down');
      expect(await codeOf(other.embedder.embed(['x']))).toBe('shutting_down');
      await other.embedder.close();
      await other.close();
    });
  });
}
