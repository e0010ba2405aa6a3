/** `npm run eval:curated`: how often a curated answer is given where it belongs, and where it does not. */
import { localEmbedder } from '#lib/models/local-models.ts';
import { CURATED_COSINE } from '#lib/rag/curated-match.ts';
import { normalizeQuestion } from '#lib/rag/normalize-question.ts';
import { asksTheSame } from '#lib/rag/same-question.ts';
import { LABELLED, type LabelledQuestion } from './curated/labelled.ts';
import { UNTOUCHED } from './curated/untouched.ts';
import { printTable } from './measures.ts';
import { findTestSets, type TestSet } from './test-set.ts';

const PRECISION_BAR = 0.98;
/** Of questions in other grammar, with words around them. */
const RECALL_BAR = 0.85;
const COSINES = [0.7, 0.75, CURATED_COSINE, 0.85, 0.9, 0.95];
/** Pairs of a test set below it are not looked at: no rule takes them. */
const LOWEST = 0.7;
const TEXTS_PER_CALL = 64;

type Kind = 'framed' | 'slipped' | 'reworded' | 'other' | 'same answer' | 'other answer';
interface Pair {
  set: string;
  kind: Kind;
  cosine: number;
  /** By their words. */
  same: boolean;
}

const embedder = localEmbedder();
async function embed(texts: readonly string[]): Promise<Float32Array[]> {
  const vectors: Float32Array[] = [];
  for (let at = 0; at < texts.length; at += TEXTS_PER_CALL)
    vectors.push(...(await embedder.embed(texts.slice(at, at + TEXTS_PER_CALL), { purpose: 'query' })));
  return vectors;
}
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

async function ofHand(set: string, labelled: readonly LabelledQuestion[]): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (const { question, ...asked } of labelled) {
    for (const kind of ['framed', 'slipped', 'reworded', 'other'] as const) {
      const [own, ...vectors] = await embed([question, ...asked[kind]]);
      asked[kind].forEach((text, at) => {
        const cosine = dot(own!, vectors[at]!);
        pairs.push({ set, kind, cosine, same: asksTheSame(text, question) });
      });
    }
  }
  return pairs;
}

/** Two questions have the same answer when a gold answer of one holds one of the other; unanswerable ones share none. */
async function ofSet({ name, queries, unanswerable }: TestSet): Promise<Pair[]> {
  const answered = queries.filter(({ answers }) => answers && answers.length > 0);
  if (answered.length === 0) return [];
  const all = [
    ...answered.map(({ text, answers }) => ({
      text,
      gold: answers!.map((one) => normalizeQuestion(one.text)),
    })),
    ...unanswerable.map(({ text }) => ({ text, gold: [] as string[] })),
  ];
  const vectors = await embed(all.map(({ text }) => text));
  const pairs: Pair[] = [];
  all.forEach((asked, i) => {
    all.slice(0, answered.length).forEach((written, j) => {
      if (i === j || normalizeQuestion(asked.text) === normalizeQuestion(written.text)) return;
      const cosine = dot(vectors[i]!, vectors[j]!);
      if (cosine < LOWEST) return;
      const holds = (a: string, b: string) => ` ${a} `.includes(` ${b} `);
      const agree = asked.gold.some((a) => written.gold.some((b) => holds(a, b) || holds(b, a)));
      const kind = agree ? 'same answer' : 'other answer';
      pairs.push({ set: name, kind, cosine, same: asksTheSame(asked.text, written.text) });
    });
  });
  return pairs;
}

const pairs = [...(await ofHand('labelled', LABELLED)), ...(await ofHand('untouched', UNTOUCHED))];
for (const set of findTestSets()) pairs.push(...(await ofSet(set)));
await embedder.close();

const WRONG: readonly Kind[] = ['other', 'other answer'];
const of = (kind: Kind, sets: readonly string[]) =>
  pairs.filter((pair) => pair.kind === kind && sets.includes(pair.set));
const count = (some: readonly Pair[], taken: (pair: Pair) => boolean) =>
  `${some.filter(taken).length}/${some.length}`;
const hand = ['labelled', 'untouched'];
const precision = (taken: (pair: Pair) => boolean) => {
  const given = pairs.filter(taken);
  return 1 - given.filter(({ kind }) => WRONG.includes(kind)).length / Math.max(1, given.length);
};

const rows = [['rule', 'framed', 'slipped', 'reworded', 'other', 'squad2 same', 'squad2 other', 'precision']];
const describe = (name: string, taken: (pair: Pair) => boolean) =>
  rows.push([
    name,
    count(of('framed', hand), taken),
    count(of('slipped', hand), taken),
    count(of('reworded', hand), taken),
    count(of('other', hand), taken),
    count(of('same answer', ['squad2']), taken),
    count(of('other answer', ['squad2']), taken),
    precision(taken).toFixed(3),
  ]);
for (const least of COSINES) describe(`cosine ≥ ${least}`, ({ cosine }) => cosine >= least);
for (const least of COSINES)
  describe(`cosine ≥ ${least}, same words`, ({ cosine, same }) => same && cosine >= least);
printTable(rows);

const match = ({ cosine, same }: Pair) => same && cosine >= CURATED_COSINE;
const untouched = of('framed', ['untouched']);
const recall = untouched.filter(match).length / untouched.length;
const pass = precision(match) >= PRECISION_BAR && recall >= RECALL_BAR;
console.log(
  `curated: precision ${precision(match).toFixed(3)} (bar ≥ ${PRECISION_BAR}), untouched: framed ${recall.toFixed(3)} ` +
    `(bar ≥ ${RECALL_BAR}), slipped ${count(of('slipped', ['untouched']), match)}, other ${count(of('other', ['untouched']), match)} ${pass ? 'pass' : 'short'}`,
);
process.exit(pass ? 0 : 1);
