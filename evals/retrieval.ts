/** `npm run eval:retrieval`: ranking quality and speed through the product's own ingest and retrieval. */
import { retrieveBatch } from '#lib/rag/batch-retriever.ts';
import { searchChunks } from '#lib/rag/search-store.ts';
import { tokenize } from '#lib/rag/tokenize.ts';
import { ingestSet, type KnowledgeBase, openProduct, type Product } from './knowledge-base.ts';
import { mean, ndcg, percentile, printTable, recall, reciprocalRank } from './measures.ts';
import { findTestSets, type TestSet } from './test-set.ts';

const BARS: Record<string, number> = { squad2: 0.93, mtrag: 0.73 };
const P95_BAR_MS = 50;
const P95_PASSAGES = 5_000;
const DEPTH = 10;
const SPEED_QUERIES = 300;

type Ranker = (query: string) => Promise<string[]>;

function rankers({ ports }: Product, { caller, documents }: KnowledgeBase): Record<string, Ranker> {
  const ids = (sources: string[]) =>
    [...new Set(sources)].flatMap((id) => documents.get(id) ?? []).slice(0, DEPTH);
  const part =
    (weight: number): Ranker =>
    async (text) => {
      const [vector] = await ports.embedder.embed([text], { purpose: 'query' });
      const query = { vector: vector!, terms: [...new Set(tokenize(text))] };
      const [found] = await ports.database.asTenant(caller.tenantId, (tx) =>
        searchChunks(tx, caller.tenantId, [query], 3 * DEPTH, weight),
      );
      return ids(found!.chunks.map((chunk) => chunk.source_id));
    };
  return {
    'BM25 alone': part(1),
    'vectors alone': part(0),
    'fused and reordered': async (text) => {
      const signal = AbortSignal.timeout(60_000);
      const [retrieved] = await retrieveBatch(ports, caller.tenantId, [text], { topK: DEPTH, signal });
      return ids(retrieved!.ranked.map((passage) => passage.found.source_id));
    },
  };
}

const product = await openProduct();
const rows = [['set', 'method', 'nDCG@10', 'recall@5', 'MRR@10']];
let short = false;
let worst = { margin: Number.POSITIVE_INFINITY, line: '' };

async function evaluate(set: TestSet): Promise<void> {
  const kb = await ingestSet(product, set);
  console.log(
    `${set.name}: ${set.corpus.length} passages ingested at ${kb.passagesPerSecond.toFixed(1)} passages/s`,
  );
  const queries = set.queries.filter((query) => set.qrels.has(query._id));
  const scores: Record<string, number> = {};
  for (const [method, rank] of Object.entries(rankers(product, kb))) {
    const measured = { ndcg: [] as number[], recall: [] as number[], rr: [] as number[] };
    for (const query of queries) {
      const judged = set.qrels.get(query._id) ?? new Map();
      const ranking = await rank(query.text);
      measured.ndcg.push(ndcg(ranking, judged, DEPTH));
      measured.recall.push(recall(ranking, judged, 5));
      measured.rr.push(reciprocalRank(ranking, judged, DEPTH));
    }
    scores[method] = mean(measured.ndcg);
    rows.push([
      set.name,
      method,
      ...[measured.ndcg, measured.recall, measured.rr].map((v) => mean(v).toFixed(4)),
    ]);
  }
  const fused = scores['fused and reordered'] ?? 0;
  const bar = Math.max(BARS[set.name] ?? 0, scores['BM25 alone'] ?? 0, scores['vectors alone'] ?? 0);
  if (fused < bar) short = true;
  const line = `${set.name} nDCG@10 ${fused.toFixed(4)} (bar ≥ ${bar.toFixed(4)})`;
  if (fused - bar < worst.margin) worst = { margin: fused - bar, line };
}

/** All passages of all sets in one tenant, some more than once under other titles, until there are 5,000. */
async function measureSpeed(sets: TestSet[]): Promise<number> {
  const pool = sets.flatMap((set) => set.corpus);
  const corpus = Array.from({ length: P95_PASSAGES }, (_, i) => {
    const passage = pool[i % pool.length]!;
    const copy = Math.floor(i / pool.length);
    return {
      ...passage,
      _id: `${passage._id}#${copy}`,
      text: copy === 0 ? passage.text : `Copy ${copy}. ${passage.text}`,
    };
  });
  const [first] = sets;
  const kb = await ingestSet(product, { ...first!, name: 'speed', corpus });
  const rank = rankers(product, kb)['fused and reordered']!;
  const queries = sets.flatMap((set) => set.queries.slice(0, SPEED_QUERIES / sets.length));
  for (const query of queries.slice(0, 10)) await rank(query.text);
  const times: number[] = [];
  for (const query of queries) {
    const started = performance.now();
    await rank(query.text);
    times.push(performance.now() - started);
  }
  const p95 = percentile(times, 0.95);
  console.log(
    `speed: ${corpus.length} passages ingested at ${kb.passagesPerSecond.toFixed(1)} passages/s; ` +
      `query p50 ${percentile(times, 0.5).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms over ${times.length} queries`,
  );
  return p95;
}

const sets = findTestSets();
for (const set of sets) await evaluate(set);
printTable(rows);
const p95 = await measureSpeed(sets);
if (p95 >= P95_BAR_MS) short = true;
await product.close();
console.log(
  `eval:retrieval: ${worst.line}; p95 ${p95.toFixed(1)} ms (bar < ${P95_BAR_MS} at ${P95_PASSAGES} passages) ` +
    (short ? 'short' : 'pass'),
);
process.exit(short ? 1 : 0);
