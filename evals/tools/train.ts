/**
 * `npm run train:tools` writes `src/lib/tools/learned-weights.ts`: for each tool, the log odds that a text speaks for it,
 * as a linear function of its embedding and its words. Learned from are sentences, and each with the next one. How much
 * the kind of business counts and where each tool's threshold lies are chosen by leaving out tenths of the learned-from
 * knowledge bases. The same sentences and model give the same file. The untouched set is not read.
 */
import { writeFile } from 'node:fs/promises';
import { BUSINESS_TYPES } from '#lib/contracts/trial.ts';
import { localEmbedder } from '#lib/models/local-models.ts';
import { wordsOf } from '#lib/tools/words-of.ts';
import { type Features, fitLogistic, type Linear, logitOf } from './logistic.ts';
import { priorsFrom } from './priors.ts';
import { chooseThresholds, type Scored, shareRight } from './thresholds.ts';
import { type Example, LEARNED_KBS, LEARNED_TOOLS, pairsOf, trainingSet } from './training-set.ts';

const FOLDS = 10;
const PENALTIES = [0.2];
const PRIOR_WEIGHTS = [0.25, 0.5];
/** All words of a text together count as much, next to an embedding of length 1. */
const WORDS_LENGTH = 1.6;
/** Words that fewer texts have are not learned. */
const WORD_TEXTS_MIN = 4;
/** Of the sentences beside, what is nearer than this to a sentence left out is left out with it. */
const TOO_NEAR = 0.9;
/** In log odds: with less than this of their own, texts speak for no tool, however usual it is in their business. */
const FLOOR = -2;
const EMBED_AT_ONCE = 500;

const embedder = localEmbedder();
async function embed(texts: readonly string[]): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let at = 0; at < texts.length; at += EMBED_AT_ONCE)
    vectors.push(...(await embedder.embed(texts.slice(at, at + EMBED_AT_ONCE), { purpose: 'passage' })));
  return vectors;
}
const isNear = (vector: Float32Array, others: readonly Float32Array[]) =>
  others.some((other) => vector.reduce((sum, value, i) => sum + value * other[i]!, 0) > TOO_NEAR);

interface Read extends Example {
  vector: Float32Array;
  words: ReadonlySet<string>;
}
async function read(examples: readonly Example[]): Promise<Read[]> {
  const vectors = await embed(examples.map(({ text }) => text));
  return examples.map((one, at) => ({ ...one, vector: vectors[at]!, words: wordsOf(one.text) }));
}

const examples = trainingSet();
const sentences = await read(examples);
const pairs = await read(pairsOf(examples));
const texts = [...sentences, ...pairs];
await embedder.close();

interface Model {
  words: string[];
  fits: Linear[];
}

function wordsIn(some: readonly Read[]): string[] {
  const counts = new Map<string, number>();
  for (const { words } of some) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].flatMap(([word, count]) => (count >= WORD_TEXTS_MIN ? [word] : [])).sort();
}

/** The features of a text under a list of words. */
function featuresWith(list: readonly string[]) {
  const places = new Map(list.map((word, at) => [word, at]));
  return ({ vector, words }: Read): Features => {
    const known = [...words].flatMap((word) => places.get(word) ?? []);
    return { vector, words: known, wordValue: WORDS_LENGTH / Math.sqrt(Math.max(1, known.length)) };
  };
}

function fitAll(isLearned: (one: Read) => boolean, penalty: number): Model {
  const list = wordsIn(sentences.filter(isLearned));
  const learned = texts.filter(isLearned);
  const features = learned.map(featuresWith(list));
  const fits = LEARNED_TOOLS.map((_, tool) =>
    fitLogistic(
      features,
      learned.map(({ labels }) => labels[tool]!),
      { penalty, words: list.length },
    ),
  );
  return { words: list, fits };
}

/** By the sentence, or the two, that speak most for each tool. */
function strongest({ words: list, fits }: Model, kb: number): number[] {
  const theirs = texts.filter((one) => one.kb === kb).map(featuresWith(list));
  return fits.map((fit) => Math.max(...theirs.map((text) => logitOf(fit, text))));
}

const everyKb = LEARNED_KBS.map((_, at) => at);
/** What each knowledge base scores when it was not learned from. */
function scoreLeftOut(penalty: number, folds: readonly number[][]): Scored[] {
  return folds.flatMap((out) => {
    const isOut = (kb: number | null) => kb !== null && out.includes(kb);
    const theirs = sentences.flatMap(({ kb, vector }) => (isOut(kb) ? [vector] : []));
    const tooNear = new Set(sentences.filter(({ kb, vector }) => kb === null && isNear(vector, theirs)));
    const model = fitAll((one) => !isOut(one.kb) && !tooNear.has(one), penalty);
    const priors = priorsFrom(everyKb.filter((kb) => !isOut(kb)));
    return out.map((kb) => ({
      kb,
      logits: strongest(model, kb),
      priors: priors[LEARNED_KBS[kb]!.type]!,
    }));
  });
}

// 11 and the number of knowledge bases have no common factor: each tenth has some of every set and kind.
const shuffled = everyKb.map((_, at) => (at * 11) % everyKb.length);
const tenths = Array.from({ length: FOLDS }, (_, fold) => shuffled.filter((_, at) => at % FOLDS === fold));
const tried = PENALTIES.flatMap((penalty) => {
  const scored = scoreLeftOut(penalty, tenths);
  return PRIOR_WEIGHTS.map((priorWeight) => {
    // By halves: thresholds of the one judged on the other, so that they are not judged by what they were chosen on.
    const halves = [0, 1].map((half) => scored.filter(({ kb }) => kb % 2 === half));
    const share =
      (shareRight(halves[0]!, chooseThresholds(halves[1]!, priorWeight, FLOOR), priorWeight, FLOOR) +
        shareRight(halves[1]!, chooseThresholds(halves[0]!, priorWeight, FLOOR), priorWeight, FLOOR)) /
      2;
    console.log(`penalty ${penalty}, prior ${priorWeight}: ${share.toFixed(3)}`);
    return { penalty, priorWeight, thresholds: chooseThresholds(scored, priorWeight, FLOOR), share };
  });
});
const chosen = tried.reduce((a, b) => (b.share > a.share ? b : a));

const model = fitAll(() => true, chosen.penalty);
const priors = priorsFrom(everyKb);
const dimensions = texts[0]!.vector.length;
const quantised = (values: readonly number[]) => {
  const scale = Math.max(...values.map(Math.abs)) / 127;
  const bytes = Int8Array.from(values, (value) => Math.round(value / scale));
  return { scale, base64: Buffer.from(bytes.buffer).toString('base64') };
};
const ofVector = quantised(model.fits.flatMap(({ weights }) => [...weights.slice(0, dimensions)]));
// A word's weights stand together: a word is looked up for all tools at once.
const ofWords = quantised(
  model.words.flatMap((_, word) =>
    model.fits.map(({ weights }) => weights[dimensions + word]! * WORDS_LENGTH),
  ),
);
const rounded = (values: readonly number[]) =>
  `[${values.map((value) => Number(value.toFixed(2))).join(', ')}]`;

await writeFile(
  new URL('../../src/lib/tools/learned-weights.ts', import.meta.url),
  `/** Generated by \`npm run train:tools\` (${examples.length} sentences); do not edit. Read by \`learned-scores.ts\`. */
export const LEARNED = {
  /** The embedding model that the weights are for. */
  model: '${embedder.model}',
  tools: [
${LEARNED_TOOLS.map((tool) => `    '${tool}',`).join('\n')}
  ],
  biases: ${rounded(model.fits.map(({ bias }) => bias))},
  thresholds: ${rounded(chosen.thresholds)},
  /** With less than this of their own, texts speak for no tool. */
  floor: ${FLOOR},
  /** Added to the log odds by kind of business, one a tool. */
  priors: {
${BUSINESS_TYPES.map((type) => `    ${type}: ${rounded(priors[type]!.map((value) => value * chosen.priorWeight))},`).join('\n')}
  },
  /** One byte a weight (signed, times the scale), as base64: of the embedding, all of a tool together. */
  vectorScale: ${Number(ofVector.scale.toFixed(6))},
  vectorWeights:
    '${ofVector.base64}',
  /** Of the words, all of a word together. */
  wordScale: ${Number(ofWords.scale.toFixed(6))},
  words:
    ${JSON.stringify(model.words.join(' '))},
  wordWeights:
    '${ofWords.base64}',
} as const;
`,
);

const byKind = BUSINESS_TYPES.map((type) => everyKb.filter((kb) => LEARNED_KBS[kb]!.type === type));
const kindsLeftOut = scoreLeftOut(chosen.penalty, byKind);
// Thresholds of each kind are those of all others, for the same reason.
const rightOfKinds = byKind.map((kbs) => {
  const isOf = ({ kb }: Scored) => kbs.includes(kb);
  const others = kindsLeftOut.filter((one) => !isOf(one));
  const thresholds = chooseThresholds(others, chosen.priorWeight, FLOOR);
  return kbs.length * shareRight(kindsLeftOut.filter(isOf), thresholds, chosen.priorWeight, FLOOR);
});
const shareOfKinds = rightOfKinds.reduce((a, b) => a + b) / LEARNED_KBS.length;
console.log(
  `train:tools: ${chosen.share.toFixed(3)} of ${LEARNED_KBS.length} knowledge bases right when left out, ` +
    `${shareOfKinds.toFixed(3)} when all of their kind are (penalty ${chosen.penalty}, prior ${chosen.priorWeight})`,
);
