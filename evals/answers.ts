/** `npm run eval:answers`: are the quoted sentences right, and are questions refused that the documents do not hold? */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOP_K_DEFAULT } from '#lib/core/limits.ts';
import { retrieveBatch } from '#lib/rag/batch-retriever.ts';
import { confidence } from '#lib/rag/confidence.ts';
import { extractAnswer } from '#lib/rag/extractive-answer.ts';
import { ingestSet, type KnowledgeBase, openProduct } from './knowledge-base.ts';
import { mean, printTable } from './measures.ts';
import { riskCoverageSvg } from './risk-coverage.ts';
import { findTestSets } from './test-set.ts';

const BARS = { one: 0.78, two: 0.86, refused: 0.85, answered: 0.93 };
const RESULTS = join(import.meta.dirname, 'results');

interface Judged {
  answered: boolean;
  confidence: number;
  /** Gold answer string in the best sentence, in the best two. */
  one: boolean;
  two: boolean;
}

/** Case, punctuation and articles aside, as the SQuAD evaluation compares. */
function normalize(text: string): string {
  const plain = text.toLowerCase().replace(/\b(a|an|the)\b/g, ' ');
  return plain.replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

const product = await openProduct();

async function judge(kb: KnowledgeBase, text: string, golds: readonly string[]): Promise<Judged> {
  const signal = AbortSignal.timeout(60_000);
  const [found] = await retrieveBatch(product.ports, kb.caller.tenantId, [text], {
    topK: TOP_K_DEFAULT,
    signal,
  });
  const extracted = extractAnswer(found!.query, found!.ranked.slice(0, TOP_K_DEFAULT));
  const sentences = extracted.sentences.map((sentence) => ` ${normalize(sentence.text)} `);
  const holds = (count: number) =>
    golds.some((gold) =>
      sentences.slice(0, count).some((sentence) => sentence.includes(` ${normalize(gold)} `)),
    );
  return { answered: extracted.answered, confidence: confidence(extracted), one: holds(1), two: holds(2) };
}

async function judgeAll(
  kb: KnowledgeBase,
  queries: readonly { text: string; answers?: { text: string }[] }[],
) {
  const judged: Judged[] = [];
  for (const { text, answers } of queries)
    judged.push(await judge(kb, text, answers?.map((a) => a.text) ?? []));
  return judged;
}

const sets = findTestSets();
const main = sets.find((set) => set.queries.some((query) => query.answers)) ?? sets[0]!;
const other = sets.find((set) => set !== main);
const mainKb = await ingestSet(product, main);
const answerable = await judgeAll(mainKb, main.queries);
const unanswerable = await judgeAll(mainKb, main.unanswerable);
const offTopic = other ? await judgeAll(mainKb, [...other.queries, ...other.unanswerable]) : [];
let reverse: Judged[] = [];
if (other) {
  const otherKb = await ingestSet(product, other);
  // Every tenth: the reverse direction is a check against tuning to one set, not the figure.
  reverse = await judgeAll(
    otherKb,
    main.queries.filter((_, index) => index % 10 === 0),
  );
}
await product.close();

const share = (values: Judged[], test: (one: Judged) => boolean) =>
  mean(values.map((value) => (test(value) ? 1 : 0)));
const figures = {
  one: share(answerable, (j) => j.one),
  two: share(answerable, (j) => j.two),
  answered: share(answerable, (j) => j.answered),
  refused: share(offTopic, (j) => !j.answered),
};

/** Expected calibration error (Guo et al. 2017) over ten equal bins of confidence that the best sentence is right. */
function calibrationError(values: Judged[]): number {
  const bins = Array.from({ length: 10 }, (_, bin) =>
    values.filter((value) => Math.min(9, Math.floor(value.confidence * 10)) === bin),
  );
  const gaps = bins.map(
    (bin) => bin.length * Math.abs(mean(bin.map((v) => v.confidence)) - share(bin, (v) => v.one)),
  );
  return gaps.reduce((sum, gap) => sum + gap, 0) / Math.max(1, values.length);
}

const everything = [...answerable, ...unanswerable, ...offTopic];
mkdirSync(RESULTS, { recursive: true });
const points = everything.map((value) => ({ confidence: value.confidence, correct: value.two }));
writeFileSync(
  join(RESULTS, 'risk-coverage.svg'),
  riskCoverageSvg(points, `${main.name}: answerable, unanswerable and off-topic`),
);

const ok = (value: number, bar: number) => [value.toFixed(4), `≥ ${bar}`, value >= bar ? 'pass' : 'short'];
printTable([
  ['figure', 'value', 'bar', ''],
  ['gold answer in the chosen sentence', ...ok(figures.one, BARS.one)],
  ['gold answer in the best two', ...ok(figures.two, BARS.two)],
  ['answerable questions answered', ...ok(figures.answered, BARS.answered)],
  ['off-topic questions refused', ...ok(figures.refused, BARS.refused)],
  ['off-topic refused, sets reversed', share(reverse, (j) => !j.answered).toFixed(4), '', 'reported'],
  ['on-topic but unanswerable refused', share(unanswerable, (j) => !j.answered).toFixed(4), '', 'reported'],
  ['calibration error of confidence (ECE)', calibrationError(everything).toFixed(4), '', 'reported'],
  [
    'the same, answerable and off-topic only',
    calibrationError([...answerable, ...offTopic]).toFixed(4),
    '',
    'reported',
  ],
]);
console.log(`risk–coverage curve: evals/results/risk-coverage.svg (${points.length} questions)`);
const short = (Object.keys(BARS) as (keyof typeof BARS)[]).filter((key) => !(figures[key] >= BARS[key]));
console.log(
  `eval:answers: ${figures.one.toFixed(3)} of gold answers in one sentence (bar ≥ ${BARS.one}), ` +
    `${figures.two.toFixed(3)} in two (≥ ${BARS.two}), ${figures.refused.toFixed(3)} off-topic refused (≥ ${BARS.refused}) ` +
    `at ${figures.answered.toFixed(3)} answered (≥ ${BARS.answered}) ${short.length === 0 ? 'pass' : 'short'}`,
);
process.exit(short.length === 0 ? 0 : 1);
