/** `npm run eval:sharing`: from which cosine on two questions may share a search without finding worse passages. */
import { TOP_K_DEFAULT } from '#lib/core/limits.ts';
import { rankFound } from '#lib/rag/batch-retriever.ts';
import { extractAnswer } from '#lib/rag/extractive-answer.ts';
import { FIRST_STAGE_CANDIDATES } from '#lib/rag/fuse.ts';
import { distinctPassages } from '#lib/rag/near-duplicates.ts';
import { SHARED_SEARCH_COSINE } from '#lib/rag/near-questions.ts';
import { type SearchResult, searchChunks } from '#lib/rag/search-store.ts';
import { tokenize } from '#lib/rag/tokenize.ts';
import { ingestSet, openProduct } from './knowledge-base.ts';
import { mean, ndcg, printTable } from './measures.ts';
import { findTestSets, type TestSet } from './test-set.ts';

const DEPTH = 10;
/** Pairs below this cosine are not looked at. */
const LOWEST = 0.7;
const EDGES = [LOWEST, 0.75, 0.8, 0.85, 0.875, 0.9, 0.925, 0.95, 0.975, 1.001];
const PAIRS_PER_BIN_MAX = 1_500;
/** nDCG@10 that sharing may cost at the threshold, averaged over the pairs from there on. */
const LOSS_BAR = 0.002;
const SEARCHES_PER_STATEMENT = 20;

interface Question {
  id: string;
  text: string;
  terms: string[];
  vector: Float32Array;
  judged: ReadonlyMap<string, number> | undefined;
}

/** What the second question of a pair gets from the search of the first, beside its own. */
interface Pair {
  cosine: number;
  /** Null where nobody judged passages for the question. */
  loss: number | null;
  sameGold: boolean | null;
  /** Share of its own five best passages that it still finds. */
  kept: number;
  sameAnswer: boolean;
}

const product = await openProduct();
const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

async function embedAll(set: TestSet): Promise<Question[]> {
  const asked = [...set.queries, ...set.unanswerable];
  const questions: Question[] = [];
  for (const { _id: id, text } of asked) {
    const [vector] = await product.ports.embedder.embed([text], { purpose: 'query' });
    questions.push({ id, text, terms: tokenize(text), vector: vector!, judged: set.qrels.get(id) });
  }
  return questions;
}

/** Ordered pairs of different questions, at most so many a bin, evenly taken. */
function nearPairs(questions: readonly Question[]): { first: Question; second: Question; cosine: number }[] {
  const bins = EDGES.slice(1).map(() => [] as { first: Question; second: Question; cosine: number }[]);
  for (const first of questions) {
    for (const second of questions) {
      if (first === second || first.text === second.text) continue;
      const cosine = dot(first.vector, second.vector);
      if (cosine >= LOWEST) bins[binOf(cosine)]!.push({ first, second, cosine });
    }
  }
  return bins.flatMap((pairs) => {
    const step = Math.max(1, Math.floor(pairs.length / PAIRS_PER_BIN_MAX));
    return pairs.filter((_, index) => index % step === 0).slice(0, PAIRS_PER_BIN_MAX);
  });
}

function binOf(cosine: number): number {
  return EDGES.findIndex((edge) => cosine < edge) - 1;
}

async function measure(set: TestSet): Promise<Pair[]> {
  const kb = await ingestSet(product, set);
  const pairs = nearPairs(await embedAll(set));
  const asked = [...new Set(pairs.flatMap(({ first, second }) => [first, second]))];
  const found = new Map<Question, SearchResult>();
  for (let at = 0; at < asked.length; at += SEARCHES_PER_STATEMENT) {
    const some = asked.slice(at, at + SEARCHES_PER_STATEMENT);
    const searches = some.map(({ vector, terms }) => ({ vector, terms: [...new Set(terms)] }));
    const results = await product.ports.database.asTenant(kb.caller.tenantId, (tx) =>
      searchChunks(tx, kb.caller.tenantId, searches, FIRST_STAGE_CANDIDATES),
    );
    some.forEach((question, index) => void found.set(question, results[index]!));
  }
  const outcome = (question: Question, result: SearchResult) => {
    const { query, ranked } = rankFound(question, result);
    const sources = [...new Set(ranked.map((passage) => passage.found.source_id))];
    const ids = sources.flatMap((id) => kb.documents.get(id) ?? []);
    const extracted = extractAnswer(query, distinctPassages(ranked, TOP_K_DEFAULT).slice(0, TOP_K_DEFAULT));
    return {
      best: ranked.slice(0, 5).map((passage) => passage.found.chunk_id),
      ndcg: question.judged ? ndcg(ids, question.judged, DEPTH) : null,
      answer: extracted.answered ? extracted.sentences[0]?.text : null,
    };
  };
  const alone = new Map(asked.map((question) => [question, outcome(question, found.get(question)!)]));
  return pairs.map(({ first, second, cosine }) => {
    const own = alone.get(second)!;
    const shared = outcome(second, found.get(first)!);
    const golds = first.judged && second.judged ? ([[...first.judged.keys()], second.judged] as const) : null;
    return {
      cosine,
      loss: own.ndcg === null || shared.ndcg === null ? null : own.ndcg - shared.ndcg,
      sameGold: golds ? golds[0].some((id) => golds[1].has(id)) : null,
      kept: own.best.filter((id) => shared.best.includes(id)).length / Math.max(1, own.best.length),
      sameAnswer: own.answer === shared.answer,
    };
  });
}

const all: Pair[] = [];
for (const set of findTestSets()) all.push(...(await measure(set)));
await product.close();

const rows = [
  ['cosine', 'pairs', 'judged', 'same gold', 'nDCG@10 lost', 'worse', 'best 5 kept', 'same answer'],
];
const describe = (name: string, pairs: readonly Pair[]) => {
  const losses = pairs.flatMap(({ loss }) => (loss === null ? [] : [loss]));
  const golds = pairs.flatMap(({ sameGold }) => (sameGold === null ? [] : [sameGold ? 1 : 0]));
  rows.push([
    name,
    `${pairs.length}`,
    `${losses.length}`,
    mean(golds).toFixed(3),
    mean(losses).toFixed(4),
    mean(losses.map((loss) => (loss > 1e-9 ? 1 : 0))).toFixed(3),
    mean(pairs.map(({ kept }) => kept)).toFixed(3),
    mean(pairs.map(({ sameAnswer }) => (sameAnswer ? 1 : 0))).toFixed(3),
  ]);
  return mean(losses);
};
EDGES.slice(0, -1).forEach((edge, bin) => {
  describe(
    `${edge.toFixed(3)}–${Math.min(1, EDGES[bin + 1]!).toFixed(3)}`,
    all.filter(({ cosine }) => binOf(cosine) === bin),
  );
});
const loss = describe(
  `from ${SHARED_SEARCH_COSINE}`,
  all.filter(({ cosine }) => cosine >= SHARED_SEARCH_COSINE),
);
printTable(rows);
const pass = loss <= LOSS_BAR;
console.log(
  `eval:sharing: nDCG@10 lost from cosine ${SHARED_SEARCH_COSINE} on ${loss.toFixed(4)} (bar ≤ ${LOSS_BAR}) ${pass ? 'pass' : 'short'}`,
);
process.exit(pass ? 0 : 1);
