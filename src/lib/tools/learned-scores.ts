/**
 * What documents say for each tool by weights learned from labelled sentences: log odds, linear in the embedding of a
 * sentence and in its words. Two sentences that follow one another are read together as well, since a question and its
 * answer often say only together what there is to do.
 */
import type { ToolName } from '#lib/contracts/tools.ts';
import { TOOLS_RECOMMENDED_MAX } from '#lib/core/limits.ts';
import type { BusinessType, EmbeddedText, Evidence } from './classify-tools.ts';
import { LEARNED } from './learned-weights.ts';
import { wordsOf } from './words-of.ts';

const TOOLS = LEARNED.tools.length;
const OF_VECTOR = new Int8Array(Buffer.from(LEARNED.vectorWeights, 'base64'));
const OF_WORDS = new Int8Array(Buffer.from(LEARNED.wordWeights, 'base64'));
const DIMENSIONS = OF_VECTOR.length / TOOLS;
const PLACES = new Map(LEARNED.words.split(' ').map((word, at) => [word, at]));

/** Weights are of one embedding model only. */
export function isLearnedFor(model: string): boolean {
  return model === LEARNED.model;
}

/** What is to be embedded: each sentence, and each with the next one. */
export function withPairs(sentences: readonly string[]): string[] {
  return [...sentences, ...sentences.slice(1).map((next, at) => `${sentences[at]} ${next}`)];
}

/**
 * Log odds of each tool by the text that speaks most for it, with what is usual in the kind of business; the strongest
 * first. What is usual makes no evidence: where the texts themselves say nothing for a tool, it stays out.
 */
export function learnedEvidence(businessType: BusinessType, texts: readonly EmbeddedText[]): Evidence[] {
  const best = LEARNED.tools.map((tool: ToolName): Evidence => {
    return { tool, score: Number.NEGATIVE_INFINITY, sentence: '' };
  });
  for (const { text, vector } of texts) {
    const words = [...wordsOf(text)].flatMap((word) => PLACES.get(word) ?? []);
    best.forEach((one, tool) => {
      const score = weigh(tool, vector, words);
      // Of a sentence and a pair that say the same, the sentence: it is the reason given.
      if (score > one.score) Object.assign(one, { score, sentence: text });
    });
  }
  return best
    .map((one, tool) => ({
      ...one,
      score: Math.min(
        one.score + LEARNED.priors[businessType][tool]! - LEARNED.thresholds[tool]!,
        one.score - LEARNED.floor,
      ),
    }))
    .sort((a, b) => b.score - a.score);
}

/** The tools that more speaks for than against, the strongest first, as `classifyTools`. */
export function classifyByWeights(businessType: BusinessType, texts: readonly EmbeddedText[]): Evidence[] {
  return learnedEvidence(businessType, texts)
    .filter(({ score }) => score >= 0)
    .slice(0, TOOLS_RECOMMENDED_MAX - 1);
}

function weigh(tool: number, vector: Float32Array, words: readonly number[]): number {
  let ofVector = 0;
  for (let i = 0; i < DIMENSIONS; i++) ofVector += OF_VECTOR[tool * DIMENSIONS + i]! * vector[i]!;
  let ofWords = 0;
  for (const word of words) ofWords += OF_WORDS[word * TOOLS + tool]!;
  // A text of many words is not worth more than one of few.
  const wordValue = words.length === 0 ? 0 : LEARNED.wordScale / Math.sqrt(words.length);
  return LEARNED.biases[tool]! + ofVector * LEARNED.vectorScale + ofWords * wordValue;
}
