/**
 * `npm run train:tools` writes `src/lib/tools/learned-weights.ts`: for each tool, the log odds that a sentence speaks for
 * it, as a linear function of the sentence's embedding. How strongly weights are held back, how much the kind of business
 * counts and where the threshold lies are chosen by leaving out sixths of the knowledge bases. The same sentences and
 * model give the same file.
 */
import { writeFile } from 'node:fs/promises';
import { BUSINESS_TYPES } from '#lib/contracts/trial.ts';
import { localEmbedder } from '#lib/models/local-models.ts';
import { fitLogistic, type Linear, logitOf } from './logistic.ts';
import { LEARNED_KBS, LEARNED_TOOLS, trainingSet } from './training-set.ts';

const FOLDS = 6;
// In this order: of equals, what is held back more and leans less on the kind of business is taken.
const PENALTIES = [0.44, 0.22, 0.11];
const PRIOR_WEIGHTS = [0.25, 0.5, 0.75];
const THRESHOLDS = Array.from({ length: 31 }, (_, at) => -2 + at / 10);
/** Of the sentences beside, what is nearer than this to a sentence left out is left out with it. */
const TOO_NEAR = 0.9;

const examples = trainingSet();
const embedder = localEmbedder();
const vectors = await embedder.embed(
  examples.map(({ text }) => text),
  { purpose: 'passage' },
);
await embedder.close();

const fitAll = (at: readonly number[], penalty: number): Linear[] =>
  LEARNED_TOOLS.map((_, tool) =>
    fitLogistic(
      at.map((n) => vectors[n]!),
      at.map((n) => examples[n]!.labels[tool]!),
      penalty,
    ),
  );

/** How much likelier a kind of business makes a tool, in log odds; counts are smoothed by two of the average. */
function priorsFrom(kbs: readonly number[]): Record<string, number[]> {
  const share = (tool: number, type: string | null, towards: number) => {
    const count = (of: 'required' | 'forbidden') =>
      kbs.filter(
        (at) =>
          LEARNED_KBS[at]![of].includes(LEARNED_TOOLS[tool]!) &&
          (type === null || LEARNED_KBS[at]!.type === type),
      ).length;
    const [yes, no] = [count('required'), count('forbidden')];
    return (yes + 2 * towards) / (yes + no + 2);
  };
  const logOdds = (p: number) => Math.log(p / (1 - p));
  const average = LEARNED_TOOLS.map((_, tool) => share(tool, null, 0.5));
  return Object.fromEntries(
    BUSINESS_TYPES.map((type) => [
      type,
      LEARNED_TOOLS.map((_, tool) => logOdds(share(tool, type, average[tool]!)) - logOdds(average[tool]!)),
    ]),
  );
}

const everyKb = LEARNED_KBS.map((_, at) => at);
const strongest = (fits: readonly Linear[], kb: number) =>
  fits.map((fit) =>
    Math.max(...examples.flatMap((one, at) => (one.kb === kb ? [logitOf(fit, vectors[at]!)] : []))),
  );

/** What each knowledge base scores when it was not learned from. */
function scoreLeftOut(penalty: number) {
  const scored: { kb: number; logits: number[]; priors: number[] }[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const isOut = (kb: number | null) => kb !== null && kb % FOLDS === fold;
    const out = vectors.filter((_, at) => isOut(examples[at]!.kb));
    const isNear = (vector: Float32Array) =>
      out.some((other) => vector.reduce((sum, value, i) => sum + value * other[i]!, 0) > TOO_NEAR);
    const learned = examples.flatMap(({ kb }, at) =>
      isOut(kb) || (kb === null && isNear(vectors[at]!)) ? [] : [at],
    );
    const fits = fitAll(learned, penalty);
    const priors = priorsFrom(everyKb.filter((kb) => !isOut(kb)));
    for (const kb of everyKb.filter(isOut))
      scored.push({ kb, logits: strongest(fits, kb), priors: priors[LEARNED_KBS[kb]!.type]! });
  }
  return scored;
}

function shareRight(scored: ReturnType<typeof scoreLeftOut>, priorWeight: number, threshold: number): number {
  const right = scored.filter(({ kb, logits, priors }) => {
    const { required, forbidden } = LEARNED_KBS[kb]!;
    return LEARNED_TOOLS.every((tool, at) =>
      logits[at]! + priorWeight * priors[at]! >= threshold
        ? !forbidden.includes(tool)
        : !required.includes(tool),
    );
  });
  return right.length / scored.length;
}

const tried = PENALTIES.flatMap((penalty) => {
  const scored = scoreLeftOut(penalty);
  return PRIOR_WEIGHTS.map((priorWeight) => {
    const shares = THRESHOLDS.map((threshold) => shareRight(scored, priorWeight, threshold));
    const share = Math.max(...shares);
    const best = THRESHOLDS.filter((_, at) => shares[at] === share);
    const threshold = best[Math.floor(best.length / 2)]!;
    console.log(
      `penalty ${penalty}, prior ${priorWeight}: ${share.toFixed(3)} at threshold ${threshold.toFixed(1)}`,
    );
    return { penalty, priorWeight, threshold, share };
  });
});
const chosen = tried.reduce((a, b) => (b.share > a.share ? b : a));

const everyExample = examples.map((_, at) => at);
const fits = fitAll(everyExample, chosen.penalty);
const priors = priorsFrom(everyKb);
const largest = Math.max(...fits.flatMap(({ weights }) => [...weights].map(Math.abs)));
const scale = largest / 127;
const bytes = Int8Array.from(fits.flatMap(({ weights }) => [...weights].map((w) => Math.round(w / scale))));
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
  /** Added to the log odds; the threshold is taken off. */
  biases: ${rounded(fits.map(({ bias }) => bias - chosen.threshold))},
  /** Added to the log odds by kind of business, one a tool. */
  priors: {
${BUSINESS_TYPES.map((type) => `    ${type}: ${rounded(priors[type]!.map((value) => value * chosen.priorWeight))},`).join('\n')}
  },
  /** One byte a weight (signed, times \`scale\`), all of a tool together, as base64. */
  scale: ${scale.toFixed(6)},
  weights:
    '${Buffer.from(bytes.buffer).toString('base64')}',
} as const;
`,
);
console.log(
  `train:tools: ${chosen.share.toFixed(3)} of ${LEARNED_KBS.length} knowledge bases right when left out ` +
    `(penalty ${chosen.penalty}, prior ${chosen.priorWeight}, threshold ${chosen.threshold.toFixed(1)})`,
);
