/** What sentences say for each tool by weights learned from labelled ones: log odds, linear in the embedding. */
import type { ToolName } from '#lib/contracts/tools.ts';
import { TOOLS_RECOMMENDED_MAX } from '#lib/core/limits.ts';
import type { BusinessType, EmbeddedText, Evidence } from './classify-tools.ts';
import { LEARNED } from './learned-weights.ts';

const BYTES = new Int8Array(Buffer.from(LEARNED.weights, 'base64'));
const DIMENSIONS = BYTES.length / LEARNED.tools.length;

/** Weights are of one embedding model only. */
export function isLearnedFor(model: string): boolean {
  return model === LEARNED.model;
}

/** Log odds of each tool by its strongest sentence, with what is usual in the kind of business; the strongest first. */
export function learnedEvidence(businessType: BusinessType, sentences: readonly EmbeddedText[]): Evidence[] {
  const evidence = LEARNED.tools.map((tool: ToolName, at): Evidence => {
    const best: Evidence = { tool, score: Number.NEGATIVE_INFINITY, sentence: '' };
    for (const { text, vector } of sentences) {
      const score = LEARNED.biases[at]! + LEARNED.priors[businessType][at]! + weigh(at, vector);
      if (score > best.score) Object.assign(best, { score, sentence: text });
    }
    return best;
  });
  return evidence.sort((a, b) => b.score - a.score);
}

/** The tools that more speaks for than against, the strongest first, as `classifyTools`. */
export function classifyByWeights(
  businessType: BusinessType,
  sentences: readonly EmbeddedText[],
): Evidence[] {
  return learnedEvidence(businessType, sentences)
    .filter(({ score }) => score >= 0)
    .slice(0, TOOLS_RECOMMENDED_MAX - 1);
}

function weigh(tool: number, vector: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < DIMENSIONS; i++) sum += BYTES[tool * DIMENSIONS + i]! * vector[i]!;
  return sum * LEARNED.scale;
}
