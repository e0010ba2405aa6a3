/** Which questions are the same to a curated answer. */
import { describe, expect, it } from 'vitest';
import { CURATED_COSINE, chooseCurated, isMatch, questionHash } from '#lib/rag/curated-match.ts';
import { asksTheSame } from '#lib/rag/same-question.ts';

const WRITTEN = 'Do you ship to Norway?';

describe('a question', () => {
  it.each([
    'do you ship to norway',
    'Hi, can you ship to Norway please?',
    'Could you tell me if you ship to Norway?',
    'Will it be shipped to Norway?',
    'Do you ship to Norwey?',
  ])('is the same in other grammar, with words around it, or with a slip: %s', (asked) => {
    expect(asksTheSame(asked, WRITTEN)).toBe(true);
  });

  it.each([
    'Do you ship to Sweden?',
    'Do you not ship to Norway?',
    'Don’t you ship to Norway?',
    'Do you ship from Norway?',
    'When do you ship to Norway?',
    'Do you only ship to Norway?',
    'Is shipping to Norway free?',
    'Do you?',
    '',
  ])('is another with another word that counts: %s', (asked) => {
    expect(asksTheSame(asked, WRITTEN)).toBe(false);
  });

  it('is another in another order of words, with other numbers, or with a common word for a slip', () => {
    expect(asksTheSame('Do you fly from Oslo to Hamburg?', 'Do you fly from Hamburg to Oslo?')).toBe(false);
    expect(asksTheSame('Can I use 3 licences?', 'Can I use 2 licences?')).toBe(false);
    expect(asksTheSame('Where is my contact?', 'Where is my contract?')).toBe(false);
    expect(asksTheSame('Is it possible?', 'Is it possibly?')).toBe(true);
  });

  it('of nothing but small words is the same to none', () => {
    expect(asksTheSame('How are you?', 'How is it?')).toBe(false);
    expect(asksTheSame('', '')).toBe(false);
  });
});

describe('a curated answer', () => {
  const candidate = (question: string, cosine: number) => ({
    answer_id: question,
    question,
    answer: 'A',
    url: null,
    cosine,
  });

  it('is chosen by an equal question first, then by the nearest that asks the same, else not at all', () => {
    const near = candidate('Can you ship to Norway?', 0.97);
    const equal = candidate('do you ship to norway', 0.9);
    expect(chooseCurated(WRITTEN, [near, equal])).toBe(equal);
    expect(chooseCurated(WRITTEN, [candidate('Do you ship to Sweden?', 0.99), near])).toBe(near);
    expect(chooseCurated(WRITTEN, [candidate('Do you ship to Sweden?', 0.99)])).toBeNull();
    expect(chooseCurated(WRITTEN, [])).toBeNull();
  });

  it('is not chosen from afar, whatever the words', () => {
    const question = 'Can you ship to Norway?';
    expect(isMatch(WRITTEN, { question, cosine: CURATED_COSINE })).toBe(true);
    expect(isMatch(WRITTEN, { question, cosine: CURATED_COSINE - 0.001 })).toBe(false);
  });

  it('has one place for equal questions', () => {
    expect(questionHash(' DO you ship to Norway ')).toEqual(questionHash(WRITTEN));
    expect(questionHash('Do you ship to Sweden?')).not.toEqual(questionHash(WRITTEN));
  });
});
