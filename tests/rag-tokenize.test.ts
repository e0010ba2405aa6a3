import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stem } from '#lib/rag/stem.ts';
import { MAX_TERM_CHARS, termFrequencies, tokenize } from '#lib/rag/tokenize.ts';

describe('tokenize', () => {
  it.each([
    ['When are you open on Saturdays?', ['open', 'saturday']],
    ['Café CRÈME, naïve Straße', ['cafe', 'creme', 'naiv', 'strass']],
    ["the shop's refunds don’t expire", ['shop', 'refund', 'expir']],
    ['1,200.50 and 4.50 and 2.00', ['1200.5', '4.5', '2']],
    ['release v6.15.0', ['releas', '6.15.0']],
    ['C++ or C#', ['c++', 'c#']],
    ['in the U.S.', ['us']],
    ['東京タワー', ['東京', '京タ', 'タワ', 'ワー']],
    ['Часы работы', ['часы', 'работы']],
    ['', []],
    ['?!… ——', []],
  ])('%s', (text, terms) => {
    expect(tokenize(text)).toEqual(terms);
  });

  it('lets every spelling of a product code meet', () => {
    for (const [a, b] of [
      ['AX-200', 'ax200'],
      ['AX200', 'AX 200'],
      ['AX-200', 'ax 200'],
      ['AX_200', 'AX-200'],
    ] as const) {
      const held = new Set(tokenize(a));
      expect(tokenize(b).some((term) => held.has(term))).toBe(true);
    }
  });

  it('finds an e-mail address whole and by its parts', () => {
    expect(tokenize('Write to Info@Shop-One.com.')).toEqual(
      expect.arrayContaining(['info@shop-one.com', 'info', 'shop', 'com']),
    );
  });

  it('gives terms that hold no white space, fit an index row and do not depend on what was tokenised before', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
        const terms = tokenize(text);
        for (const term of terms) {
          expect(term).not.toMatch(/\s/u);
          expect(term.length).toBeGreaterThan(0);
          expect(term.length).toBeLessThanOrEqual(MAX_TERM_CHARS);
          expect(term.isWellFormed()).toBe(true);
        }
        tokenize('something else in between');
        expect(tokenize(text)).toEqual(terms);
      }),
    );
  });

  it('gives the same terms for composed and decomposed characters and for either case', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zäöüéèñ ]{0,60}$/), (text) => {
        expect(tokenize(text.normalize('NFD'))).toEqual(tokenize(text.normalize('NFC')));
        expect(tokenize(text.toUpperCase())).toEqual(tokenize(text));
      }),
    );
  });

  it('counts what tokenize lists', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const counts = termFrequencies(text);
        expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(tokenize(text).length);
      }),
    );
  });

  it('takes linear time on hostile text', () => {
    for (const unit of ['a-', "a'", '1,', '漢', '@a.', '#', "'", 'a1']) {
      const started = performance.now();
      tokenize(unit.repeat(200_000));
      expect(performance.now() - started).toBeLessThan(4_000);
    }
  });
});

describe('stem', () => {
  // From the Snowball project's sample vocabulary for English.
  it.each([
    ['consignment', 'consign'],
    ['consistency', 'consist'],
    ['generously', 'generous'],
    ['nationalization', 'nation'],
    ['running', 'run'],
    ['hoping', 'hope'],
    ['flies', 'fli'],
    ['cries', 'cri'],
    ['ties', 'tie'],
    ['happy', 'happi'],
    ['skies', 'sky'],
    ['communities', 'communiti'],
    ['agreed', 'agre'],
    ['knightly', 'knight'],
    ['relational', 'relat'],
    ['knack', 'knack'],
  ])('%s -> %s', (word, expected) => {
    expect(stem(word)).toBe(expected);
  });

  it('never makes a word longer than by one letter and leaves other scripts alone', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z']{1,30}$/), (word) => {
        expect(stem(word).length).toBeLessThanOrEqual(word.length + 1);
      }),
    );
    expect(stem('работы')).toBe('работы');
  });
});
