/** PROMISES 2: whether tenants of every size find what brute force finds, side by side in one database, through the pooler. */
import type { Database } from '#lib/ports/database.ts';
import { deleteChunks, type IndexedChunk } from '#lib/rag/chunk-store.ts';
import { LEXICAL_WEIGHT } from '#lib/rag/fuse.ts';
import { indexVectors } from '#lib/rag/index-vectors.ts';
import { searchChunks } from '#lib/rag/search-store.ts';
import { mean, printTable } from '../evals/measures.ts';
import { bruteForce, recallAt } from '../tests/fixtures/brute-force.ts';
import { addChunks, addTenant } from '../tests/fixtures/chunk-tenant.ts';
import { byIndex, retrievalPlan } from '../tests/fixtures/retrieval-plan.ts';
import { seededRandom } from '../tests/fixtures/synthetic-chunks.ts';
import { type Corpus, corpusChunks } from './corpus-chunks.ts';
import { ownPostgres } from './own-postgres.ts';

const K = 10;
const RECALL_BAR = 0.99;
const SENTENCES_PER_CHUNK = 2;
const SOURCE_CHUNKS = 1_000;
const CROWD = 50;
const QUESTIONS = 40;
/** For very small tenants a question costs nothing; for the largest, brute force takes its time. */
const BUCKETS: { name: string; chunks: number; distinct?: number; removed?: number }[] = [
  { name: '1', chunks: 1 },
  { name: 'k−1', chunks: K - 1 },
  { name: 'k', chunks: K },
  { name: '100', chunks: 100 },
  { name: '1,000', chunks: 1_000 },
  { name: '10,000', chunks: 10_000 },
  { name: '50,000', chunks: 50_000 },
  { name: '12,000, 95 % duplicates', chunks: 12_000, distinct: 0.05 },
  { name: '1,000, 95 % duplicates', chunks: 1_000, distinct: 0.05 },
  { name: '24,000, half just deleted', chunks: 24_000, removed: 0.5 },
];

interface Tenant {
  name: string;
  tenantId: string;
  /** Place n is chunk n + 1; removed ones are gone. */
  chunks: Map<number, IndexedChunk>;
  sources: string[];
  removed: number;
}

async function fill(database: Database, corpus: Corpus, bucket: (typeof BUCKETS)[number]): Promise<Tenant> {
  const tenantId = await addTenant(database);
  const { chunks: count, distinct = 1, removed = 0, name } = bucket;
  const pool = corpus.chunks(Math.ceil(count * distinct));
  const chunks = Array.from({ length: count }, (_, at) => pool[at % pool.length]!);
  const sources: string[] = [];
  for (let at = 0; at < count; at += SOURCE_CHUNKS) {
    sources.push(await addChunks(database, tenantId, chunks.slice(at, at + SOURCE_CHUNKS)));
  }
  return { name, tenantId, chunks: new Map(chunks.entries()), sources, removed };
}

async function removeSome(database: Database, tenant: Tenant): Promise<void> {
  const gone = Math.floor(tenant.sources.length * tenant.removed);
  for (const [number, source] of tenant.sources.slice(0, gone).entries()) {
    await database.asTenant(tenant.tenantId, async (tx) => {
      await deleteChunks(tx, source);
      await tx.deleteFrom('sources').where('source_id', '=', source).execute();
    });
    for (let at = 0; at < SOURCE_CHUNKS; at++) tenant.chunks.delete(number * SOURCE_CHUNKS + at);
  }
}

async function measure(database: Database, corpus: Corpus, { tenantId, chunks }: Tenant) {
  const places = new Map([...chunks.keys()].map((at, place) => [at + 1, place]));
  const brute = bruteForce([...chunks.values()]);
  const measured = {
    fused: [] as number[],
    vectors: [] as number[],
    fewest: Number.POSITIVE_INFINITY,
    byIndex: 0,
  };
  for (let n = 0; n < QUESTIONS; n++) {
    const query = corpus.question();
    const plan = await database.asTenant(tenantId, (tx) => retrievalPlan(tx, tenantId, query, K));
    if (byIndex(plan)) measured.byIndex += 1;
    for (const [part, weight] of [['fused', LEXICAL_WEIGHT] as const, ['vectors', 0] as const]) {
      const [result] = await database.asTenant(tenantId, (tx) =>
        searchChunks(tx, tenantId, [query], K, weight),
      );
      const found = result!.chunks.map((chunk) => places.get(chunk.chunk_id)!);
      measured.fewest = Math.min(measured.fewest, found.length);
      measured[part].push(recallAt(K, brute(query, weight), found));
    }
  }
  return { ...measured, wanted: Math.min(K, chunks.size) };
}

export async function benchRecall(): Promise<{ line: string; pass: boolean }> {
  const postgres = await ownPostgres();
  try {
    await postgres.create('recall');
    const loading = postgres.openForLoading('recall');
    const database = postgres.open('recall');
    const corpus = corpusChunks(seededRandom(11), SENTENCES_PER_CHUNK);
    const tenants: Tenant[] = [];
    for (const bucket of BUCKETS) tenants.push(await fill(loading, corpus, bucket));
    for (let n = 0; n < CROWD; n++) await fill(loading, corpus, { name: 'crowd', chunks: 200 });
    await loading.close();
    await postgres.sql('recall', 'vacuum analyze');
    console.log(`loaded; ${postgres.machine}`);

    const errors: unknown[] = [];
    const log = { info() {}, warn() {}, error: (fields: object) => errors.push(fields) };
    const started = performance.now();
    await indexVectors({ database, log }, new AbortController().signal);
    if (errors.length > 0) throw new Error('an index failed', { cause: errors });
    const indexed = await postgres.sql<{ tenant_id: string }>(
      'recall',
      'select tenant_id from app.vector_indexes',
    );
    console.log(`${indexed.length} indexes in ${((performance.now() - started) / 1000).toFixed(0)} s`);

    const rows = [
      ['chunks of the tenant', 'searched by its index', 'recall@10 fused', 'of vectors alone', 'fewest rows'],
    ];
    let worst = 1;
    let fewer = 0;
    for (const tenant of tenants) {
      await removeSome(database, tenant);
      const { fused, vectors, fewest, wanted, byIndex: times } = await measure(database, corpus, tenant);
      const has = indexed.some(({ tenant_id: id }) => id === tenant.tenantId);
      rows.push([
        tenant.name,
        has ? `${times} of ${QUESTIONS}` : 'has none',
        mean(fused).toFixed(4),
        mean(vectors).toFixed(4),
        `${fewest} of ${wanted}`,
      ]);
      worst = Math.min(worst, mean(fused), mean(vectors));
      if (fewest < wanted) fewer += 1;
    }
    await database.close();
    printTable(rows);
    return {
      line: `lowest recall@10 ${worst.toFixed(4)} (bar ≥ ${RECALL_BAR}), ${fewer} sizes with fewer than min(k, n) rows (bar 0)`,
      pass: worst >= RECALL_BAR && fewer === 0,
    };
  } finally {
    await postgres.stop();
  }
}
