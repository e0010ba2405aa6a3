import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { citationFilter } from '#lib/rag/citations.ts';

function run(pieces: string[], passages: number): { text: string; cited: readonly number[] } {
  const filter = citationFilter(passages);
  const text = pieces.map((piece) => filter.push(piece)).join('') + filter.end();
  return { text, cited: filter.cited };
}

describe('citationFilter', () => {
  it('keeps marks of given passages and drops invented ones', () => {
    expect(run(['Open till six [1], ', 'closed on Sunday [9].'], 2)).toEqual({
      text: 'Open till six [1], closed on Sunday.',
      cited: [1],
    });
  });

  it('counts a passage once, in order of first appearance', () => {
    expect(run(['a [2] b [1] c [2]'], 3).cited).toEqual([2, 1]);
  });

  it('leaves brackets that are no marks alone', () => {
    expect(run(['see [note] and x[12345]'], 3).text).toBe('see [note] and x[12345]');
  });

  it('gives the same text however the stream is cut, and never a mark out of range', () => {
    const word = fc.oneof(
      fc.constantFrom(' [1]', '[2]', ' [7]', '[', ']', '[12', '[0]', ' ', '\n'),
      fc.string({ maxLength: 6 }),
    );
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 20 }),
        fc.array(fc.nat(40), { maxLength: 8 }),
        (words, cuts) => {
          const whole = words.join('');
          const places = [...new Set(cuts.map((cut) => Math.min(cut, whole.length)))].sort((a, b) => a - b);
          const pieces = [0, ...places].map((from, index) =>
            whole.slice(from, places[index] ?? whole.length),
          );
          const cut = run(pieces, 3);
          expect(cut).toEqual(run([whole], 3));
          expect(cut.cited.every((n) => n >= 1 && n <= 3)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
