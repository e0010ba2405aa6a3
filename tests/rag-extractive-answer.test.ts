import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerType, holdsAnswerType } from '#lib/rag/answer-type.ts';
import { confidence } from '#lib/rag/confidence.ts';
import { ANSWER_THRESHOLD, extractAnswer } from '#lib/rag/extractive-answer.ts';
import { queryIdf } from '#lib/rag/idf.ts';
import { type Candidate, rerank } from '#lib/rag/rerank.ts';
import { tokenize } from '#lib/rag/tokenize.ts';

/** Without a model: every passage is equally near to the question, so only the words decide. */
function ask(question: string, passages: readonly { title: string; text: string }[], cosine = 0.5) {
  const terms = tokenize(question);
  const held = passages.map(({ title, text }) => new Set(tokenize(`${title}\n${text}`)));
  const df = new Map(terms.map((term) => [term, held.filter((set) => set.has(term)).length]));
  const query = {
    text: question,
    terms,
    idf: queryIdf(terms, df, passages.length),
    vector: new Float32Array(4).fill(0.5),
  };
  const candidates: Candidate[] = passages.map((passage) => ({ ...passage, cosine, sentenceVectors: null }));
  const ranked = rerank(query, candidates);
  return { ...extractAnswer(query, ranked), ranked };
}

const SHOP = [
  {
    title: 'Opening hours',
    text: 'Opening hours:\n- Monday to Friday: 9:00–18:00\n- Saturday: 10:00–14:00\n- Sunday: closed',
  },
  {
    title: 'FAQ',
    text: '## Do you offer gift cards?\nYes, from $10 to $200.\n\n## Is there parking?\nCars can stay behind the building.',
  },
  {
    title: 'products.csv',
    text: 'name: Shoe AX-200; price: $89.00\nname: Shoe AX-300; price: $109.00\nname: Sock; price: $9.90',
  },
  { title: 'Contact', text: 'Write to hello@example.com or call +1 555 010 2030. We answer within one day.' },
];

describe('extractAnswer', () => {
  it.each([
    ['When are you open on Saturday?', '- Saturday: 10:00–14:00'],
    ['Are you open on Sunday?', '- Sunday: closed'],
    ['Do you offer gift cards?', 'Yes, from $10 to $200.'],
    ['Is there parking?', 'Cars can stay behind the building.'],
    ['How much is the AX 300?', 'name: Shoe AX-300; price: $109.00'],
    ['What is your phone number?', 'Write to hello@example.com or call +1 555 010 2030.'],
  ])('%s', (question, sentence) => {
    const { sentences, answered } = ask(question, SHOP);
    expect(sentences[0]?.text).toBe(sentence);
    expect(answered).toBe(true);
  });

  it.each(['Do you sell spaceships?', 'Who won the world cup in 2018?', 'hello', ''])(
    'refuses: %s',
    (question) => {
      expect(ask(question, SHOP, 0.2).answered).toBe(false);
      expect(ask(question, SHOP.slice(0, 1), 0.2).answered).toBe(false);
    },
  );

  it('refuses when there is nothing', () => {
    const nothing = ask('When are you open?', []);
    expect(nothing).toMatchObject({ sentences: [], answered: false });
    expect(confidence(nothing)).toBe(0);
  });

  it('quotes at most three sentences verbatim, best first, none twice', () => {
    const words = fc.constantFrom(
      'refund',
      'days',
      'order',
      'When?',
      'free.',
      '\n',
      '- x',
      'Title:',
      '$5',
      'shipping',
      '. ',
    );
    const documents = fc.array(
      fc.record({ title: fc.string(), text: fc.array(words).map((list) => list.join(' ')) }),
    );
    fc.assert(
      fc.property(documents, (passages) => {
        const { sentences, ranked, answered, ...evidence } = ask(
          'When is shipping free, how many days for a refund?',
          passages,
        );
        expect(sentences.length).toBeLessThanOrEqual(3);
        sentences.forEach(({ chunkIndex, start, end, text, score }, i) => {
          expect(ranked[chunkIndex]!.text.slice(start, end)).toBe(text);
          if (i > 0) expect(score).toBeLessThanOrEqual(sentences[i - 1]!.score);
        });
        expect(new Set(sentences.map(({ text }) => text)).size).toBe(sentences.length);
        expect(answered).toBe(sentences.length > 0 && confidence(evidence) >= ANSWER_THRESHOLD);
      }),
    );
  });
});

describe('confidence', () => {
  it('is a probability that never falls when the evidence grows', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, share, (score, cosine, coverage, more) => {
        const sure = confidence({ score, cosine, coverage });
        expect(sure).toBeGreaterThan(0);
        expect(sure).toBeLessThan(1);
        expect(confidence({ score: score + more, cosine, coverage })).toBeGreaterThanOrEqual(sure);
        expect(confidence({ score, cosine: cosine + more, coverage })).toBeGreaterThanOrEqual(sure);
        expect(confidence({ score, cosine, coverage: coverage + more })).toBeGreaterThanOrEqual(sure);
      }),
    );
  });
});

describe('answerType', () => {
  it.each([
    ['Who founded it?', 'person', 'It was founded by Maria Lopez.', 'It was founded long ago.'],
    ['When was it founded?', 'time', 'It dates from 2009.', 'It is large.'],
    ['How many people work there?', 'count', 'There are 35 people.', 'Many people work there.'],
    ['How much does it cost?', 'money', 'It is $4.95.', 'It is cheap.'],
    ['What are your opening hours?', 'hours', 'Monday 9:00–18:00', 'We are closed on holidays.'],
    ['How long does delivery take?', 'duration', 'It takes 3 to 5 business days.', 'It is fast.'],
    ['What is your e-mail address?', 'email', 'Write to a@b.com.', 'Write to us.'],
    ['What is your phone number?', 'phone', 'Call +1 555 010 2030.', 'Call us.'],
    ['Where is the office?', 'place', 'It is in Portland.', 'It is big.'],
    ['Why is it late?', 'reason', 'It is late because of snow.', 'It is late.'],
  ])('%s asks for %s', (question, type, fits, unfit) => {
    expect(answerType(question)?.type).toBe(type);
    expect(holdsAnswerType(answerType(question)!.type, fits, question)).toBe(true);
    expect(holdsAnswerType(answerType(question)!.type, unfit, question)).toBe(false);
  });

  it('does not count what the question itself names, and has no type for other forms', () => {
    expect(holdsAnswerType('time', 'The war of 1812 was long.', 'When was the war of 1812?')).toBe(false);
    expect(answerType('Tell me about refunds')).toBeNull();
  });
});
