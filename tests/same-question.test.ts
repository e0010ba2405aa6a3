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
    'Will you be shipping to Norway?',
    'Is it possible to ship to Norway?',
    'Can you tell me if you ship to Norway?',
  ])('is the same in other grammar, or with words around it: %s', (asked) => {
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
    'Do I ship to Norway?',
    'Could you tell me if I ship to Norway?',
    'Do they ship to Norway?',
    'Will it be shipped to Norway?',
    'Do you ship to Norwey?',
    'Do you?',
    '',
  ])('is another with another word that counts: %s', (asked) => {
    expect(asksTheSame(asked, WRITTEN)).toBe(false);
  });

  it('is another in another order of words, with other numbers, or in another spelling', () => {
    expect(asksTheSame('Do you fly from Oslo to Hamburg?', 'Do you fly from Hamburg to Oslo?')).toBe(false);
    expect(asksTheSame('Can I use 3 licences?', 'Can I use 2 licences?')).toBe(false);
    expect(asksTheSame('Where is my contact?', 'Where is my contract?')).toBe(false);
    expect(asksTheSame('Is it possible?', 'Is it possibly?')).toBe(true);
  });

  it.each([
    ['Do I pay for returns?', 'Do you pay for returns?'],
    ['Are you insured?', 'Am I insured?'],
    ['Are you insured?', 'Are they insured?'],
    ['Are you insured?', 'Is it insured?'],
    ['Can you call me?', 'Can I call you?'],
    ['Can you call?', 'Can I call you?'],
    ['Do you have my address?', 'Do I have your address?'],
    ['Is my address public?', 'Is your address public?'],
    ['Can I pay for a gift card?', 'Can I pay with a gift card?'],
    ['Do you work for dentists?', 'Do you work with dentists?'],
    ['Can I order for Sunday?', 'Can I order on Sunday?'],
    ['Is there a discount for members?', 'Is there a discount from members?'],
    ['Do you ship to me?', 'Do you ship to the US?'],
    ['Are you open?', 'Are you open in May?'],
    ['Do you offer support?', 'Do you offer IT support?'],
    ['Do you ship to Ireland?', 'Do you ship to Iceland?'],
    ['Do you lend lawnmowers in Freiburg?', 'Do you lend lawnmowers in Freiberg?'],
  ])('is another for another person, relation or name, whichever was written: %s %s', (one, other) => {
    expect(asksTheSame(one, other)).toBe(false);
    expect(asksTheSame(other, one)).toBe(false);
  });

  it.each([
    ['Where is my order?', 'Where is the order?'],
    ['Would you repair my bike?', 'Do you repair bikes?'],
    ['How early may we check in?', 'How early can I check in?'],
    ['Are appointments available on the weekend?', 'Are appointments available at the weekend?'],
    ['Please tell me where I can park', 'Where can I park?'],
    ['May I ask if you are open in May?', 'Are you open in May?'],
  ])('is the same when a small word is left out or changed for its like: %s %s', (one, other) => {
    expect(asksTheSame(one, other)).toBe(true);
    expect(asksTheSame(other, one)).toBe(true);
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

  it('is not chosen for a question in which something was masked', () => {
    const question = 'Is email your address?';
    expect(chooseCurated(question, [candidate(question, 1)])).not.toBeNull();
    expect(chooseCurated('Is [email] your address?', [candidate(question, 1)])).toBeNull();
  });

  it('has one place for equal questions', () => {
    expect(questionHash(' DO you ship to Norway ')).toEqual(questionHash(WRITTEN));
    expect(questionHash('Do you ship to Sweden?')).not.toEqual(questionHash(WRITTEN));
  });
});
