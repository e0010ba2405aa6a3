import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeSentenceVectors,
  embeddedText,
  encodeSentenceVectors,
  MAX_SENTENCES,
  sentenceSimilarities,
} from '#lib/rag/sentence-vectors.ts';
import { MAX_SENTENCE_CHARS, splitSentences } from '#lib/rag/sentences.ts';

const texts = (text: string) => splitSentences(text).map((sentence) => sentence.text);

describe('splitSentences', () => {
  it('splits prose, not abbreviations, initials, numbers or mid-sentence marks', () => {
    expect(texts('Dr. Smith paid $4.50 at 9 a.m. today. It was cheap! Was it? Yes.')).toEqual([
      'Dr. Smith paid $4.50 at 9 a.m. today.',
      'It was cheap!',
      'Was it?',
      'Yes.',
    ]);
    expect(texts('J. R. R. Tolkien wrote it. See No. 5 for more.')).toEqual([
      'J. R. R. Tolkien wrote it.',
      'See No. 5 for more.',
    ]);
  });

  it('keeps list items, headings and rows apart', () => {
    expect(texts('# Hours\n- Monday: 9–18\n- Saturday: 10–14\n\n1. First\n2. Second')).toEqual([
      '# Hours',
      '- Monday: 9–18',
      '- Saturday: 10–14',
      '1. First',
      '2. Second',
    ]);
    expect(texts('name: Shoe. Red; price: $8.00\nname: Sock; price: $1.00')).toEqual([
      'name: Shoe. Red; price: $8.00',
      'name: Sock; price: $1.00',
    ]);
    expect(texts('| Plan | Price |\n| Pro. Max | $9 |')).toEqual(['| Plan | Price |', '| Pro. Max | $9 |']);
  });

  it('joins hard-wrapped lines', () => {
    const wrapped =
      'This line was wrapped by an editor at about seventy columns and\ngoes on here. Next one.';
    expect(texts(wrapped)).toEqual([wrapped.slice(0, wrapped.indexOf(' Next')), 'Next one.']);
  });

  it('splits text without spaces', () => {
    expect(texts('営業時間は九時です。土曜日は休みです。')).toEqual([
      '営業時間は九時です。',
      '土曜日は休みです。',
    ]);
  });

  it('gives ordered, bounded, exact spans that lose no letter or digit', () => {
    const pieces = fc.array(
      fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom('. ', '\n', '\n\n', '- ', '! ', 'a: b; c: d', 'Mr. X ', '。'),
      ),
    );
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join('');
        const kept = new Uint8Array(text.length);
        let last = 0;
        for (const { start, end, text: sentence } of splitSentences(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end - start).toBeLessThanOrEqual(MAX_SENTENCE_CHARS);
          expect(text.slice(start, end)).toBe(sentence);
          expect(sentence.trim()).toBe(sentence);
          kept.fill(1, start, end);
          last = end;
        }
        for (const match of text.matchAll(/[\p{L}\p{N}]/gu)) expect(kept[match.index]).toBe(1);
      }),
    );
  });

  it('takes linear time on hostile text', () => {
    for (const unit of ['. ', '.', 'a. ', 'a\n', '?!', ') ', 'U.', '\n ']) {
      const started = performance.now();
      splitSentences(unit.repeat(100_000));
      expect(performance.now() - started).toBeLessThan(4_000);
    }
  });
});

describe('sentence vectors', () => {
  const unit = (values: number[]) => {
    const length = Math.hypot(...values) || 1;
    return Float32Array.from(values, (value) => value / length);
  };
  const vectors = fc.array(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 8, maxLength: 8 }), {
    maxLength: 20,
  });

  it('come back with their spans, their cosines within a hundredth, the same bytes every time', () => {
    fc.assert(
      fc.property(
        vectors,
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 8, maxLength: 8 }),
        (rows, raw) => {
          const sentences = rows.map((row, i) => ({ start: i * 10, end: i * 10 + 9, vector: unit(row) }));
          const bytes = encodeSentenceVectors(sentences);
          expect(encodeSentenceVectors(sentences)).toEqual(bytes);
          const query = unit(raw);
          const found = sentenceSimilarities(bytes, query);
          expect(decodeSentenceVectors(bytes)).toHaveLength(sentences.length);
          if (sentences.length === 0) return;
          expect(found.map(({ start, end }) => [start, end])).toEqual(
            sentences.map(({ start, end }) => [start, end]),
          );
          sentences.forEach(({ vector }, i) => {
            const cosine = vector.reduce((sum, value, d) => sum + value * query[d]!, 0);
            expect(Math.abs(found[i]!.cosine - cosine)).toBeLessThan(0.02);
          });
        },
      ),
    );
  });

  it('reads foreign bytes as none, and reads from the middle of a buffer', () => {
    const bytes = encodeSentenceVectors([{ start: 0, end: 4, vector: unit([1, 2, 3]) }]);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(sentenceSimilarities(shifted.subarray(3), unit([1, 2, 3]))[0]?.cosine).toBeCloseTo(1, 2);
    expect(sentenceSimilarities(bytes, unit([1, 2]))).toEqual([]);
    expect(sentenceSimilarities(bytes.subarray(0, bytes.length - 1), unit([1, 2, 3]))).toEqual([]);
    fc.assert(fc.property(fc.uint8Array(), (noise) => Array.isArray(decodeSentenceVectors(noise))));
  });

  it('keeps at most MAX_SENTENCES and refuses mixed dimensions', () => {
    const many = Array.from({ length: MAX_SENTENCES + 5 }, (_, i) => ({
      start: i,
      end: i + 1,
      vector: unit([1, i]),
    }));
    expect(decodeSentenceVectors(encodeSentenceVectors(many))).toHaveLength(MAX_SENTENCES);
    expect(() =>
      encodeSentenceVectors([
        { start: 0, end: 1, vector: unit([1]) },
        { start: 1, end: 2, vector: unit([1, 2]) },
      ]),
    ).toThrow(RangeError);
  });

  it('puts the title before the text', () => {
    expect(embeddedText(' Hours ', 'Open')).toEqual({ text: 'Hours\nOpen', offset: 6 });
    expect(embeddedText('', 'Open')).toEqual({ text: 'Open', offset: 0 });
  });
});
