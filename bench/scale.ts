/** PROMISES 2: what a tenant's retrieval costs as others come: 1 to 1,000 tenants of 1,000 chunks, each size a database of its own. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompiledQuery } from 'kysely';
import { VECTOR_INDEX_FROM_CHUNKS } from '#lib/core/limits.ts';
import type { Database, TenantTransaction } from '#lib/ports/database.ts';
import { FIRST_STAGE_CANDIDATES } from '#lib/rag/fuse.ts';
import { indexVectors } from '#lib/rag/index-vectors.ts';
import { searchChunks } from '#lib/rag/search-store.ts';
import { percentile, printTable } from '../evals/measures.ts';
import { addChunks, addTenant } from '../tests/fixtures/chunk-tenant.ts';
import { seededRandom } from '../tests/fixtures/synthetic-chunks.ts';
import { corpusChunks } from './corpus-chunks.ts';
import { lineChart } from './line-chart.ts';
import { type OwnPostgres, ownPostgres } from './own-postgres.ts';

const TENANTS = [1, 10, 100, 1_000];
const CHUNKS = 1_000;
/** The largest that are still searched exactly, and the largest that the bar is for. */
const LARGER = [VECTOR_INDEX_FROM_CHUNKS - 1_000, 20_000];
const GROWTH_BAR = 1.3;
const P95_BAR_MS = 25;
const ROUNDS = 40;
const QUESTIONS_PER_ROUND = 10;
const WARM_UP_ROUNDS = 2;
/** The crowd's passages are half as long as those of the larger tenants: it is their number that counts, and loading them. */
const CROWD_SENTENCES = 3;
const SENTENCES_PER_CHUNK = 6;
const RESULTS = join(import.meta.dirname, 'results');

/** More tenants with the chunks of the first, copied within the database: `$1` is how many. */
const CROWD = `
  set session_replication_role = replica;
  create temp table crowd as select gen_random_uuid() as id from generate_series(1, %N);
  insert into app.tenants select id, t.email, t.business_name, t.business_type, null, t.status, t.created_at, t.expires_at
    from crowd, app.tenants t;
  insert into app.tenant_stats select id, 0, s.last_chunk_id, s.kb_version, s.chunks, s.terms from crowd, app.tenant_stats s;
  insert into app.sources (tenant_id, source_id, kind, name, content_hash, bytes, status)
    select id, source_id, kind, name, content_hash, bytes, status from crowd, app.sources;
  insert into app.chunks select id, chunk_id, source_id, ordinal, heading, page, text, terms, term_count, '' from crowd, app.chunks;
  insert into app.term_stats select id, term, df from crowd, app.term_stats order by 1, 2;
  insert into app.chunk_vectors select id, chunk_id, embedding from crowd, app.chunk_vectors order by md5(id::text || chunk_id);
  insert into app.postings select id, term, chunk_id, tf, dl from crowd, app.postings order by 1, 2, 3;`;

interface Series {
  name: string;
  tenants: number;
  database: Database;
  tenantId: string;
  /** Milliseconds on the wall, and of the server process's processor time. */
  times: number[];
  processor: number[];
}

async function crowd(postgres: OwnPostgres, name: string, others: number): Promise<void> {
  const started = performance.now();
  if (others > 0) await postgres.sql(name, CROWD.replace('%N', String(others)));
  await postgres.sql(name, 'vacuum analyze');
  console.log(`${others + 1} tenants loaded in ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

export async function benchScale(): Promise<{ line: string; pass: boolean }> {
  const postgres = await ownPostgres();
  const opened: Database[] = [];
  const open = (name: string) => {
    const database = postgres.open(name);
    opened.push(database);
    return database;
  };
  try {
    console.log(postgres.machine);
    const crowdCorpus = corpusChunks(seededRandom(3), CROWD_SENTENCES);
    const corpus = corpusChunks(seededRandom(3), SENTENCES_PER_CHUNK);
    await postgres.create('first');
    const loading = postgres.openForLoading('first');
    const tenantId = await addTenant(loading);
    await addChunks(loading, tenantId, crowdCorpus.chunks(CHUNKS));
    await loading.close();

    const series: Series[] = [];
    for (const tenants of TENANTS) {
      const name = `tenants_${tenants}`;
      await postgres.create(name, 'first');
      await crowd(postgres, name, tenants - 1);
      series.push({ name: `${CHUNKS}`, tenants, database: open(name), tenantId, times: [], processor: [] });
    }
    const most = TENANTS.at(-1)!;
    const into = postgres.openForLoading(`tenants_${most}`);
    for (const chunks of LARGER) {
      const larger = await addTenant(into);
      for (let at = 0; at < chunks; at += CHUNKS) await addChunks(into, larger, corpus.chunks(CHUNKS));
      const database = series.at(-1)!.database;
      series.push({ name: `${chunks}`, tenants: most, database, tenantId: larger, times: [], processor: [] });
    }
    await into.close();
    const failures: object[] = [];
    const log = { info() {}, warn() {}, error: (fields: object) => failures.push(fields) };
    await indexVectors({ database: series.at(-1)!.database, log }, new AbortController().signal);
    if (failures.length > 0) throw new Error('an index failed', { cause: failures });
    await postgres.sql(`tenants_${most}`, 'vacuum analyze');

    for (let round = 0; round < ROUNDS + WARM_UP_ROUNDS; round++) {
      for (const { database, tenantId: id, times, processor } of series) {
        for (let n = 0; n < QUESTIONS_PER_ROUND; n++) {
          const query = corpus.question();
          const spent = await database.asTenant(id, async (tx) => {
            const pid = await backend(tx);
            const [started, busy] = [performance.now(), processorMs(pid)];
            await searchChunks(tx, id, [query], FIRST_STAGE_CANDIDATES);
            return { wall: performance.now() - started, processor: processorMs(pid) - busy };
          });
          if (round < WARM_UP_ROUNDS) continue;
          times.push(spent.wall);
          processor.push(spent.processor);
        }
      }
    }
    return report(series, postgres.machine);
  } finally {
    for (const database of opened) await database.close();
    await postgres.stop();
  }
}

async function backend(tx: TenantTransaction): Promise<number> {
  const { rows } = await tx.executeQuery<{ pid: number }>(
    CompiledQuery.raw('select pg_backend_pid() as pid'),
  );
  return rows[0]!.pid;
}

/** Where Linux tells; it shows what is the statement's own on a machine that others use too. */
function processorMs(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return Number.NaN;
  }
}

function report(series: readonly Series[], machine: string): { line: string; pass: boolean } {
  const figures = series.map(({ name, tenants, times, processor }) => ({
    chunks: Number(name),
    tenants,
    p50: percentile(times, 0.5),
    p95: percentile(times, 0.95),
    processor50: percentile(processor, 0.5),
    processor95: percentile(processor, 0.95),
  }));
  printTable([
    ['tenants', 'chunks of the one that asks', 'p50, ms', 'p95, ms', 'processor p50', 'p95'],
    ...figures.map((f) => [
      `${f.tenants}`,
      `${f.chunks}`,
      ...[f.p50, f.p95, f.processor50, f.processor95].map((ms) => ms.toFixed(1)),
    ]),
  ]);
  const small = figures.filter(({ chunks }) => chunks === CHUNKS);
  const growth = small.at(-1)!.p95 / small[0]!.p95;
  const slowest = Math.max(...figures.map(({ p95 }) => p95));
  const line = (name: string, of: 'p50' | 'p95', chunks: number) => ({
    name,
    points: figures.filter((f) => f.chunks === chunks).map((f) => ({ x: f.tenants, y: f[of] })),
  });
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(
    join(RESULTS, 'scale.svg'),
    lineChart({
      title: 'Retrieval SQL of one tenant as others come',
      subtitle: machine,
      xLabel: 'tenants in the database, of 1,000 chunks each',
      yLabel: 'milliseconds a question, through the pooler',
      bar: P95_BAR_MS,
      lines: [CHUNKS, ...LARGER].flatMap((chunks) => [
        line(`${chunks.toLocaleString('en')} chunks, p95`, 'p95', chunks),
        line(`${chunks.toLocaleString('en')} chunks, p50`, 'p50', chunks),
      ]),
    }),
  );
  return {
    line: `p95 grows ${growth.toFixed(2)}× from 1 to ${TENANTS.at(-1)} tenants (bar ≤ ${GROWTH_BAR}), slowest p95 ${slowest.toFixed(1)} ms (bar ≤ ${P95_BAR_MS})`,
    pass: growth <= GROWTH_BAR && slowest <= P95_BAR_MS,
  };
}
