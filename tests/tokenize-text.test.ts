import { readFileSync } from 'node:fs';
import { Tokenizer } from '@huggingface/tokenizers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundledModelFiles } from '#lib/models/model-files.ts';
import { poolRows, writeUnit } from '#lib/models/pool-vectors.ts';
import { textTokenizer } from '#lib/models/tokenize-text.ts';

const { tokenizerPath, tokenizerConfigPath } = bundledModelFiles();
const json = JSON.parse(readFileSync(tokenizerPath, 'utf8'));
const config = JSON.parse(readFileSync(tokenizerConfigPath, 'utf8'));
const tokenizer = textTokenizer(json, config);
const library = new Tokenizer(json, config);
const NO_LIMIT = 1_000_000;

/** Prose with the characters that normalisation changes, removes, splits or makes longer. */
const awkward = fc.constantFrom(
  ...[
    'İ',
    'ß',
    'ﬁ',
    'é',
    'e\u0301',
    'Σ',
    'ΟΔΟΣ',
    '한국어',
    '営業',
    '，',
    '…',
    '\u200b',
    '\u00ad',
    '\ufeff',
    '\u0000',
    '\ufffd',
  ],
  ...[
    '\u00a0',
    '\u2028',
    '\u3000',
    '\f',
    '\v',
    '\r\n',
    '\t',
    '🍰',
    '👩‍🍳',
    '\ud800',
    '𝔘𝔫',
    'ǅ',
    'ﬃ',
    '\u0345',
    '\u302e',
    '12.50',
    "don't",
  ],
  ...['unaffable', 'ANTIDISESTABLISHMENT', 'x'.repeat(120), '@', '##ing', '[UNKNOWN]', ' ', ' ', ' '],
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.array(fc.oneof(awkward, fc.lorem({ maxCount: 2 })), { maxLength: 30 }).map((parts) => parts.join('')),
);

describe('textTokenizer', () => {
  it('gives the ids the library gives', () => {
    fc.assert(
      fc.property(text, (value) => {
        fc.pre(!/\[(?:PAD|UNK|CLS|SEP|MASK)\]/.test(value));
        expect(tokenizer.tokenize(value, NO_LIMIT).ids).toEqual(library.encode(value).ids);
      }),
      { numRuns: 3_000 },
    );
  });

  it('places every token on the characters it came from, in reading order', () => {
    fc.assert(
      fc.property(text, (value) => {
        const { ids, starts, ends } = tokenizer.tokenize(value, NO_LIMIT);
        let previous = 0;
        for (let i = 1; i < ids.length - 1; i++) {
          expect(starts[i]).toBeGreaterThanOrEqual(0);
          expect(ends[i]).toBeGreaterThan(starts[i]!);
          expect(ends[i]).toBeLessThanOrEqual(value.length);
          expect(starts[i]).toBeGreaterThanOrEqual(previous);
          previous = starts[i]!;
          const piece = library.id_to_token(ids[i]!)!.replace(/^##(?=.)/, '');
          if (piece === '[UNK]') continue;
          const source = library.normalizer!.normalize(value.slice(starts[i], ends[i])).trim();
          // Σ at a word's end is written ς, and a character may become several pieces.
          expect(source.replaceAll('ς', 'σ')).toContain(piece.replaceAll('ς', 'σ'));
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('places word pieces exactly', () => {
    const value = 'Crème brûlée, unaffably 営業!';
    const { starts, ends } = tokenizer.tokenize(value, NO_LIMIT);
    const placed = Array.from(starts, (start, i) => value.slice(start, ends[i]));
    expect(placed.slice(1, -1).join('|')).toBe('Cr|ème|br|ûlé|e|,|una|ffa|bly|営|業|!');
    expect([starts[0], ends[0], starts.at(-1), ends.at(-1)]).toEqual([-1, -1, -1, -1]);
  });

  it('keeps control tokens written in a text as words', () => {
    const { ids } = tokenizer.tokenize('a [SEP] b', NO_LIMIT);
    expect(ids.filter((id) => id === 102)).toHaveLength(1);
    expect(ids).toEqual(library.encode('a [ SEP ] b').ids);
  });

  it('cuts at the limit and still closes the sequence', () => {
    const { ids, starts } = tokenizer.tokenize('one two three four five six', 5);
    expect(ids).toEqual([...library.encode('one two three').ids.slice(0, 4), 102]);
    expect(starts).toHaveLength(5);
  });

  it.each([
    ['one endless word', 'a'.repeat(100_000)],
    ['punctuation', '!?'.repeat(50_000)],
    ['ideographs', '営業時間'.repeat(25_000)],
    ['removed characters', '\u200b'.repeat(100_000)],
    ['combining marks', `e${'\u0301'.repeat(99_999)}`],
    ['mixed scripts', 'aé営!\u200b'.repeat(20_000)],
    ['spaces', ' \n'.repeat(50_000)],
  ])('takes its time in proportion to the text: 100,000 characters of %s', (_what, value) => {
    const started = performance.now();
    const { ids } = tokenizer.tokenize(value, 256);
    expect(ids.length).toBeLessThanOrEqual(256);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('works without offsets for tokenizers of another kind', () => {
    const other = textTokenizer({ ...json, pre_tokenizer: { type: 'Whitespace' } }, config);
    const { ids, starts } = other.tokenize('one two three four', 4);
    expect(other.hasOffsets).toBe(false);
    expect(ids).toEqual([101, ...library.encode('one two').ids.slice(1, 3), 102]);
    expect([...starts]).toEqual([-1, -1, -1, -1]);
  });
});

describe('poolRows', () => {
  it('is the unit mean of the chosen rows', () => {
    const target = new Float32Array(2);
    expect(poolRows(Float32Array.of(3, 0, 9, 9, 0, 4), 3, target, (row) => row !== 1)).toBe(true);
    expect([...target]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
  });

  it('leaves the target alone when no row is chosen', () => {
    const target = Float32Array.of(7, 7);
    expect(poolRows(Float32Array.of(1, 2), 1, target, () => false)).toBe(false);
    expect([...target]).toEqual([7, 7]);
  });

  it('refuses vectors without a direction', () => {
    for (const values of [
      [0, 0],
      [Number.NaN, 1],
      [Number.POSITIVE_INFINITY, 1],
    ]) {
      expect(() => writeUnit(values, new Float32Array(2))).toThrow(/direction/);
    }
  });
});
