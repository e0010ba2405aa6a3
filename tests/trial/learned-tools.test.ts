/** Without a model, tools are recommended by learned weights, for the embedding model they were learned for. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUSINESS_TYPES } from '#lib/contracts/trial.ts';
import { localEmbedder } from '#lib/models/local-models.ts';
import type { Embedder } from '#lib/ports/models.ts';
import { classifyByWeights, isLearnedFor, learnedEvidence, withPairs } from '#lib/tools/learned-scores.ts';
import { recommendTools } from '#lib/tools/recommend-tools.ts';

const log = { info() {}, warn() {}, error() {} };
const signal = new AbortController().signal;
let embedder: Embedder;
beforeAll(() => {
  embedder = localEmbedder();
});
afterAll(() => embedder.close());

async function embedded(...texts: string[]) {
  const vectors = await embedder.embed(texts, { purpose: 'passage' });
  return texts.map((text, at) => ({ text, vector: vectors[at]! }));
}
const everything = [
  'Orders are dispatched daily, and you can follow your parcel online.',
  'Boots cost 140, sandals 60 and laces 4.',
  'Call the surgery to make an appointment.',
  'Painting is 14 per square metre and 30 for each door.',
  'Leave your name and number, and we call you back with an offer.',
  'Goods may be returned within 30 days for a refund.',
  'If you have a complaint, ring our support team.',
];

describe('learned weights', () => {
  it('are those of the bundled model', () => {
    expect(isLearnedFor(embedder.model)).toBe(true);
  });

  it('name the sentence that speaks most for a tool', async () => {
    const found = classifyByWeights(
      'service',
      await embedded(everything[2]!, 'We were founded in 1987.', everything[4]!),
    );
    expect(found).toContainEqual(
      expect.objectContaining({ tool: 'book_appointment', sentence: everything[2] }),
    );
    expect(found).toContainEqual(expect.objectContaining({ tool: 'capture_lead', sentence: everything[4] }));
    for (const { score } of found) expect(score).toBeGreaterThanOrEqual(0);
  });

  it('recommend nothing for a text that asks for nothing, or for none', async () => {
    const texts = await embedded('The choir was founded by teachers.', 'Tram 5 stops at the gate.');
    for (const kb of [texts, []]) expect(classifyByWeights('other', kb)).toEqual([]);
  });

  it('take what is usual in a business for no evidence: without products none are searched', async () => {
    const texts = await embedded('We are two sisters and a van.', 'The workshop is open from nine to five.');
    for (const type of BUSINESS_TYPES) expect(classifyByWeights(type, texts), type).toEqual([]);
  });

  it('read a sentence with the next one, and give both as the reason where one alone does not say it', async () => {
    const sentences = [
      'Door jammed or nothing on the screen?',
      'Press the yellow button and you are put through to a person.',
    ];
    expect(withPairs(sentences)).toEqual([...sentences, sentences.join(' ')]);
    expect(withPairs([])).toEqual([]);
    const found = classifyByWeights('other', await embedded(...withPairs(sentences)));
    expect(found.map(({ tool }) => tool)).toEqual(['escalate_to_human']);
  });

  it('leave room for the tool that is always there', async () => {
    const texts = await embedded(...everything);
    expect(learnedEvidence('ecommerce', texts).filter(({ score }) => score >= 0).length).toBeGreaterThan(5);
    expect(classifyByWeights('ecommerce', texts)).toHaveLength(5);
  });

  it('are not used with another model: its vectors are compared with the examples', async () => {
    const other: Embedder = {
      model: 'other',
      dimensions: embedder.dimensions,
      embed: (texts, options) => embedder.embed(texts, options),
      embedPassages: (passages, options) => embedder.embedPassages(passages, options),
      close: async () => {},
    };
    const kb = { businessType: 'ecommerce' as const, sentences: everything };
    const { by, tools } = await recommendTools({ embedder: other, toolAdvisor: null, log }, kb, signal);
    expect(by).toBe('classifier');
    expect(tools.map(({ tool }) => tool)).toEqual(expect.arrayContaining(['track_order', 'lookup_policy']));
  });
});
