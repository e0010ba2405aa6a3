/** `npm run eval:assessment`: do the measured scores rank knowledge bases as people labelled them, and let the right ones pass? */
import { setTimeout as sleep } from 'node:timers/promises';
import { authenticate } from '#lib/auth/authenticate.ts';
import type { Assessment } from '#lib/contracts/assessment.ts';
import { addText } from '#lib/kb/add-text.ts';
import { assessKnowledgeBase } from '#lib/trial/assess-knowledge-base.ts';
import { getTrial } from '#lib/trial/get-trial.ts';
import { startTrial } from '#lib/trial/start-trial.ts';
import { type Half, type LabelledKb, labelledKbs } from './assessment-set.ts';
import { openProduct, type Product } from './knowledge-base.ts';
import { percentile, printTable, spearman } from './measures.ts';

const BARS = { correlation: 0.8, uselessApproved: 0, goodInterrupted: 0.05, p100Ms: 10_000 };
const GOOD_FROM = 4;
const USELESS = 1;

interface Judged {
  kb: LabelledKb;
  given: Assessment;
  ms: number;
}

async function judge({ ports }: Product, kb: LabelledKb): Promise<Judged> {
  const { tenant_id: tenantId, trial_token: token } = await startTrial(ports, {
    email: 'eval@example.com',
    business_name: kb.businessName,
    business_type: kb.businessType,
  });
  const caller = await authenticate(ports, 'eval', token);
  for (const { title, text } of kb.documents) await addText(ports, caller, { title, content: text });
  for (;;) {
    const { queued, ingesting, failed } = (await getTrial(ports, caller)).kb.sources;
    if (failed > 0) throw new Error(`${failed} documents of ${kb.id} failed to ingest`);
    if (queued + ingesting === 0) break;
    await sleep(20);
  }
  const started = performance.now();
  const given = await assessKnowledgeBase(ports, { tenantId, signal: AbortSignal.timeout(60_000) });
  return { kb, given, ms: performance.now() - started };
}

function figuresOf(judged: readonly Judged[]) {
  const interrupted = ({ given }: Judged) => given.verdict === 'reject' || given.verdict === 'review';
  const good = judged.filter(({ kb }) => kb.grade >= GOOD_FROM);
  const useless = judged.filter(({ kb }) => kb.grade === USELESS);
  return {
    kbs: judged.length,
    correlation: spearman(
      judged.map(({ given }) => given.scores.overall),
      judged.map(({ kb }) => kb.grade),
    ),
    useless: useless.length,
    uselessApproved: useless.filter(({ given }) => given.verdict === 'approve').length,
    /** Stricter than the bar: with a warning is also in. */
    uselessPassed: useless.filter((one) => !interrupted(one)).length,
    good: good.length,
    goodInterrupted: good.filter(interrupted).length / good.length,
  };
}

const halves: Half[] = process.argv.includes('dev') ? ['dev'] : ['dev', 'holdout'];
process.env.ASSESSMENT_DELAY_SECONDS = '86400';
const product = await openProduct();
const judged: Judged[] = [];
for (const half of halves) {
  for (const kb of labelledKbs(half)) judged.push(await judge(product, kb));
}
await product.close();

const two = (value: number) => value.toFixed(2);
printTable([
  [
    'set',
    'label',
    'knowledge base',
    'type',
    'overall',
    'cover',
    'clear',
    'relev',
    'conf',
    'verdict',
    'issues',
  ],
  ...judged.map(({ kb, given: { scores, confidence, verdict, issues } }) => [
    kb.half,
    String(kb.grade),
    kb.id,
    kb.businessType,
    ...[scores.overall, scores.coverage, scores.clarity, scores.relevance, confidence].map(two),
    verdict,
    issues.map(({ code }) => code).join(' '),
  ]),
]);
console.log('');
const sets = [
  ...halves.map((half) => [half, judged.filter(({ kb }) => kb.half === half)] as const),
  ['all', judged] as const,
];
printTable([
  ['set', 'KBs', 'Spearman', 'useless approved', 'useless let through', 'good interrupted'],
  ...sets.map(([name, some]) => {
    const figures = figuresOf(some);
    return [
      name,
      String(figures.kbs),
      figures.correlation.toFixed(3),
      `${figures.uselessApproved} of ${figures.useless}`,
      `${figures.uselessPassed} of ${figures.useless}`,
      `${(100 * figures.goodInterrupted).toFixed(1)} % of ${figures.good}`,
    ];
  }),
]);
const times = judged.map(({ ms }) => ms);
const slowest = Math.max(...times);
console.log(
  `an assessment took ${percentile(times, 0.5).toFixed(0)} ms in the median, ${slowest.toFixed(0)} ms at most`,
);
// The half that nothing was tuned on is the figure.
const figures = figuresOf(sets[halves.length - 1]![1]);
const pass =
  figures.correlation >= BARS.correlation &&
  figures.uselessApproved <= BARS.uselessApproved &&
  figures.goodInterrupted <= BARS.goodInterrupted &&
  slowest <= BARS.p100Ms;
console.log(
  `assessment: ${figures.correlation.toFixed(3)} rank correlation with the labels of the ${halves.at(-1)} set (bar ≥ ${BARS.correlation}), ` +
    `${figures.uselessApproved} useless approved (bar ${BARS.uselessApproved}), ` +
    `${(100 * figures.goodInterrupted).toFixed(1)} % of good ones interrupted (bar ≤ ${100 * BARS.goodInterrupted} %) ${pass ? 'pass' : 'short'}`,
);
process.exit(pass ? 0 : 1);
