/** `npm run eval:tools`: are the right tools recommended, and offered for the right questions? With LLM_* set, by that model. */
import { readConfig } from '#env.ts';
import { detectIntent } from '#lib/tools/detect-intent.ts';
import { intentPrototypes } from '#lib/tools/prototypes.ts';
import { recommendTools } from '#lib/tools/recommend-tools.ts';
import { openModels } from '#runtime/models.ts';
import { mean, printTable } from './measures.ts';
import type { LabelledKb } from './tools/labelled.ts';
import { type LabelledQuestion, TUNING_QUESTIONS, UNTOUCHED_QUESTIONS } from './tools/questions.ts';
import { LEARNED_KBS, sentencesOf } from './tools/training-set.ts';
import { UNTOUCHED } from './tools/untouched.ts';

const BAR = 0.9;

const models = await openModels(readConfig());
const ports = { ...models.ports, log: { info() {}, warn() {}, error() {} } };
const signal = new AbortController().signal;

interface Judged {
  kb: LabelledKb;
  by: string;
  right: boolean;
  missing: string[];
  wrong: string[];
}

/** Right: every required tool is there, and no forbidden one. */
async function judge(kb: LabelledKb): Promise<Judged> {
  const question = { businessType: kb.type, sentences: sentencesOf(kb) };
  const { by, tools } = await recommendTools(ports, question, signal);
  const named = new Set(tools.map(({ tool }) => tool));
  const missing = kb.required.filter((tool) => !named.has(tool));
  const wrong = kb.forbidden.filter((tool) => named.has(tool));
  return { kb, by, right: missing.length + wrong.length === 0, missing, wrong };
}

async function judgeAll(half: readonly LabelledKb[]): Promise<Judged[]> {
  const judged: Judged[] = [];
  for (const kb of half) judged.push(await judge(kb));
  return judged;
}

/** Share of questions for which the right tool is offered, and for those of none, none. */
async function judgeQuestions(questions: readonly LabelledQuestion[]) {
  const prototypes = await intentPrototypes(ports.embedder, signal);
  const vectors = await ports.embedder.embed(
    questions.map(({ text }) => text),
    { purpose: 'query' },
  );
  const offered = questions.map((_, at) => detectIntent(vectors[at]!, prototypes)?.tool ?? null);
  const share = (of: (question: LabelledQuestion) => boolean) =>
    mean(questions.flatMap((question, at) => (of(question) ? [offered[at] === question.tool ? 1 : 0] : [])));
  return { right: share(({ tool }) => tool !== null), quiet: share(({ tool }) => tool === null) };
}

const shareRight = (judged: readonly Judged[]) => mean(judged.map(({ right }) => (right ? 1 : 0)));
const learned = await judgeAll(LEARNED_KBS);
// `--tuning` leaves the untouched ones alone, while something is being tried.
const untouched = process.argv.includes('--tuning') ? [] : await judgeAll(UNTOUCHED);
const tuned = await judgeQuestions(TUNING_QUESTIONS);
const asked = await judgeQuestions(UNTOUCHED_QUESTIONS);
await models.close();

const figure = shareRight(untouched);
const ways = [...new Set([...learned, ...untouched].map(({ by }) => by))].join(' and ');
for (const { kb, right, missing, wrong } of [...learned, ...untouched])
  if (!right)
    console.log(`${kb.name}: missing ${missing.join(', ') || '–'}; wrong ${wrong.join(', ') || '–'}`);
printTable([
  ['figure', 'learned from', 'untouched', 'bar'],
  [
    'knowledge bases with the right tools',
    shareRight(learned).toFixed(4),
    untouched.length === 0 ? '–' : figure.toFixed(4),
    `≥ ${BAR}`,
  ],
  ['questions with the right tool offered', tuned.right.toFixed(4), asked.right.toFixed(4), 'reported'],
  ['other questions with none offered', tuned.quiet.toFixed(4), asked.quiet.toFixed(4), 'reported'],
]);
if (untouched.length === 0) {
  console.log(
    `eval:tools: ${shareRight(learned).toFixed(3)} of the learned ones by ${ways}; untouched ones left alone`,
  );
  process.exit(0);
}
console.log(
  `eval:tools: ${figure.toFixed(3)} of ${untouched.length} untouched knowledge bases get the right tools by ${ways} ` +
    `(bar ≥ ${BAR}) ${figure >= BAR ? 'pass' : 'short'}`,
);
process.exit(figure >= BAR ? 0 : 1);
