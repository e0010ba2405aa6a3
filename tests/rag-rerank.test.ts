import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bm25Term, fusedScore, lexicalShare } from '#lib/rag/fuse.ts';
import { backgroundIdf, blendedIdf, queryIdf } from '#lib/rag/idf.ts';
import { distinctPassages } from '#lib/rag/near-duplicates.ts';
import { type Candidate, rerank } from '#lib/rag/rerank.ts';
import { tokenize } from '#lib/rag/tokenize.ts';

const DIMENSIONS = 4;
const flat = new Float32Array(DIMENSIONS).fill(0.5);

function ask(text: string, documentFrequencies = new Map<string, number>(), passages = 5) {
  const terms = tokenize(text);
  return { text, terms, idf: queryIdf(terms, documentFrequencies, passages), vector: flat };
}

function passage(text: string, cosine = 0.5, title = ''): Candidate {
  return { title, text, cosine, sentenceVectors: null };
}

describe('first-stage score', () => {
  it('keeps BM25 within 0 and 1 of its ceiling and grows with the frequency', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 15, noNaN: true }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 5000 }),
        (idf, frequency, length, average) => {
          const once = bm25Term(idf, frequency, length, average);
          expect(bm25Term(idf, frequency + 1, length, average)).toBeGreaterThan(once);
          const share = lexicalShare(once, idf);
          expect(share).toBeGreaterThan(0);
          expect(share).toBeLessThanOrEqual(1);
        },
      ),
    );
    expect(lexicalShare(0, 0)).toBe(0);
    expect(fusedScore(1, 1)).toBe(1);
  });
});

describe('idf', () => {
  it('is positive, falls with the document frequency, and is the tenant’s own in a large knowledge base', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat({ max: 100_000 }), (passages, at) => {
        const df = at % passages;
        const value = blendedIdf(passages, df, 3);
        expect(value).toBeGreaterThan(0);
        expect(blendedIdf(passages, df + 1, 3)).toBeLessThan(value);
      }),
    );
    const own = Math.log(1 + (50_000 - 10 + 0.5) / 10.5);
    expect(blendedIdf(50_000, 10, 2)).toBeCloseTo(own, 1);
  });

  it('knows common from rare words in a knowledge base of one passage', () => {
    const idf = queryIdf(['provid', 'spaceship'], new Map(), 1);
    expect(idf.get('spaceship')!).toBeGreaterThan(1.5 * idf.get('provid')!);
    expect(backgroundIdf('spaceship')).toBeGreaterThan(backgroundIdf('provid'));
  });
});

describe('rerank', () => {
  it('puts the passage whose one sentence holds the question first', () => {
    const query = ask('Which animals may enter the terrace?');
    const order = rerank(query, [
      passage('The terrace is open. Animals live in the zoo. Visitors enter at noon.'),
      passage('Animals on a leash may enter the terrace. Nothing else is said.'),
      passage('We sell shoes.'),
    ]);
    expect(order[0]!.text).toMatch(/^Animals on a leash/);
    expect(order[2]!.text).toBe('We sell shoes.');
  });

  it('counts the title as context', () => {
    const query = ask('refund policy');
    const [first] = rerank(query, [
      passage('Thirty days, unused.', 0.5, 'Opening hours'),
      passage('Thirty days, unused.', 0.5, 'Refund policy'),
    ]);
    expect(first!.title).toBe('Refund policy');
  });

  it('keeps every candidate once, sorted, stable and deterministic, whatever the text', () => {
    const candidates = fc.array(
      fc.record({
        title: fc.string(),
        text: fc.string({ unit: 'grapheme' }),
        cosine: fc.double({ min: -1, max: 1, noNaN: true }),
        sentenceVectors: fc.option(fc.uint8Array()),
      }),
    );
    fc.assert(
      fc.property(fc.string(), candidates, (text, list) => {
        const query = ask(text);
        const ranked = rerank(query, list);
        expect(ranked.map((one) => list.findIndex((c) => c.text === one.text)).every((i) => i >= 0)).toBe(
          true,
        );
        expect(ranked).toHaveLength(list.length);
        for (const [i, one] of ranked.entries()) {
          expect(Number.isFinite(one.score)).toBe(true);
          if (i > 0) expect(ranked[i - 1]!.score).toBeGreaterThanOrEqual(one.score);
          for (const { start, end, text: sentence } of one.sentences)
            expect(one.text.slice(start, end)).toBe(sentence);
        }
        expect(rerank(query, list)).toEqual(ranked);
      }),
      { numRuns: 50 },
    );
  });
});

describe('distinctPassages', () => {
  const long =
    'Orders over fifty dollars ship free within the country and arrive in three to five business days.';

  it('folds repeats into the best one and fills up to k with them', () => {
    const ranked = [long, long.toUpperCase(), 'Another text about something else.', `${long} `].map(
      (text, rank) => ({ text, rank }),
    );
    expect(distinctPassages(ranked, 2).map(({ rank }) => rank)).toEqual([0, 2, 3]);
    expect(distinctPassages(ranked, 3).map(({ rank }) => rank)).toEqual([0, 2, 1]);
    expect(distinctPassages(ranked, 4).map(({ rank }) => rank)).toEqual([0, 2, 1, 3]);
  });

  it('does not take two prices for one', () => {
    const rows = [
      { text: 'name: Shoe; price: $89.00; stock: 12' },
      { text: 'name: Shoe; price: $99.00; stock: 12' },
    ];
    expect(distinctPassages(rows, 2)).toEqual(rows);
  });

  it('never gives fewer than min(k, n) and invents none', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a b c d', 'a b c e', long, `${long} More.`, '')),
        fc.nat({ max: 12 }),
        (list, k) => {
          const ranked = list.map((text, id) => ({ text, id }));
          const distinct = distinctPassages(ranked, k);
          expect(distinct.length).toBeGreaterThanOrEqual(Math.min(k, ranked.length));
          expect(new Set(distinct).size).toBe(distinct.length);
        },
      ),
    );
  });
});
