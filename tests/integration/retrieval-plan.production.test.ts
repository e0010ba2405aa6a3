/** PROMISES 2: large tenants get an approximate index by themselves; nobody else's answers depend on it. */
import { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VECTOR_INDEX_EF_SEARCH } from '#lib/core/limits.ts';
import type { TenantTransaction } from '#lib/ports/database.ts';
import type { Log } from '#lib/ports/log.ts';
import { deleteChunks, type IndexedChunk } from '#lib/rag/chunk-store.ts';
import { LEXICAL_WEIGHT } from '#lib/rag/fuse.ts';
import { indexVectors } from '#lib/rag/index-vectors.ts';
import { requireVectorSettings } from '#lib/rag/require-vector-settings.ts';
import { type SearchQuery, searchChunks } from '#lib/rag/search-store.ts';
import { bruteForce, recallAt } from '../fixtures/brute-force.ts';
import { addChunks, addTenant } from '../fixtures/chunk-tenant.ts';
import { type OpenDatabase, openTestDatabase } from '../fixtures/open-database.ts';
import { byIndex, retrievalPlan } from '../fixtures/retrieval-plan.ts';
import { seededRandom, synthetic, zipfSentences } from '../fixtures/synthetic-chunks.ts';

const SIZES = { from: 1_000, until: 700 };
const SOURCE_CHUNKS = 250;
const K = 10;
const QUESTIONS = 20;

const random = seededRandom(5);
const sentence = zipfSentences(random);
const make = synthetic(random, sentence, 1);

let db: OpenDatabase;
let large: string;
let small: string;
/** Chunks of the large tenant by chunk id, gaps where they were removed. */
const stored = new Map<number, IndexedChunk>();
const sources: { id: string; first: number }[] = [];
const logged: string[] = [];
const log: Log = {
  info() {},
  warn() {},
  error: (_, message) => logged.push(message),
};

const never = new AbortController().signal;
const sweep = () => indexVectors({ database: db.database, log }, never, SIZES);
const rowsOf = async <T>(sql: string, parameters: unknown[] = []) =>
  (await db.asOwner((session) => session.query(sql, parameters))).rows as T[];
const partitions = async () =>
  (
    await rowsOf<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'vector_partitions'::regnamespace and relkind = 'r'`,
    )
  ).map(({ name }) => name);
const copies = async () => (await rowsOf('select from app.large_vectors')).length;
const partitionOf = (tenantId: string) => `tenant_${tenantId.replaceAll('-', '')}`;

async function addSource(): Promise<void> {
  const first = Math.max(0, ...stored.keys()) + 1;
  const chunks = make.chunks(SOURCE_CHUNKS);
  sources.push({ id: await addChunks(db.database, large, chunks), first });
  for (const [at, chunk] of chunks.entries()) stored.set(first + at, chunk);
}

async function removeSource(): Promise<void> {
  const { id, first } = sources.shift()!;
  await db.database.asTenant(large, async (tx) => {
    await deleteChunks(tx, id);
    await tx.deleteFrom('sources').where('source_id', '=', id).execute();
  });
  for (let at = 0; at < SOURCE_CHUNKS; at++) stored.delete(first + at);
}

/**
 * At the size of a test the planner would rather sort a whole partition than walk its graph; this makes it do as it does
 * at the real threshold (the bench `recall` looks there).
 */
const likeLarge = (tx: TenantTransaction) =>
  tx.executeQuery(
    CompiledQuery.raw(
      `select set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)`,
    ),
  );

/** Mean recall of the best ten over questions: of both parts together or of vectors alone, whichever is less. */
async function recall(): Promise<number> {
  const ids = [...stored.keys()];
  const brute = bruteForce([...stored.values()]);
  const means: number[] = [];
  for (const weight of [LEXICAL_WEIGHT, 0]) {
    let sum = 0;
    for (let n = 0; n < QUESTIONS; n++) {
      const query = make.query(sentence());
      const found = (await search(large, query, weight)).map((id) => ids.indexOf(id));
      expect(found).toHaveLength(Math.min(K, ids.length));
      sum += recallAt(K, brute(query, weight), found);
    }
    means.push(sum / QUESTIONS);
  }
  return Math.min(...means);
}

async function search(tenantId: string, query: SearchQuery, weight = LEXICAL_WEIGHT): Promise<number[]> {
  const [result] = await db.database.asTenant(tenantId, async (tx) => {
    await likeLarge(tx);
    return searchChunks(tx, tenantId, [query], K, weight);
  });
  return result!.chunks.map((chunk) => chunk.chunk_id);
}

const plan = (tenantId: string, approximate = true) =>
  db.database.asTenant(tenantId, async (tx) => {
    if (tenantId === large) await likeLarge(tx);
    return retrievalPlan(tx, tenantId, make.query(sentence()), K, approximate);
  });

beforeAll(async () => {
  db = await openTestDatabase('plan');
  large = await addTenant(db.database);
  small = await addTenant(db.database);
  await addChunks(db.database, small, make.chunks(150));
  // A crowd, so that one tenant is a small part of every table.
  for (let n = 0; n < 12; n++) {
    await addChunks(db.database, await addTenant(db.database), make.chunks(150));
  }
  for (let n = 0; n < 5; n++) await addSource();
  await db.asOwner((session) => session.exec('analyze'));
});
afterAll(() => db.close());

describe('a tenant below the threshold', () => {
  it('is searched exactly', async () => {
    await sweep();
    expect(await plan(small)).toMatchInlineSnapshot(`
      [
        "run   chunk_vectors by chunk_vectors_pkey",
        "run   postings by postings_pkey",
        "never chunk_vectors by chunk_vectors_pkey",
        "run   chunk_vectors by chunk_vectors_pkey",
      ]
    `);
  });
});

describe('a tenant above the threshold', () => {
  it('has an index after the next look, and only that tenant', async () => {
    expect(await partitions()).toEqual([partitionOf(large)]);
    expect(logged).toEqual([]);
  });

  it('is searched by the index, with the rest scored by key', async () => {
    expect(await plan(large)).toMatchInlineSnapshot(`
      [
        "run   tenant_X by tenant_X_hnsw in the order of ((embedding)::halfvec(384) <#> ($n)::halfvec(384))",
        "run   chunk_vectors by chunk_vectors_pkey",
        "run   postings by postings_pkey",
        "run   chunk_vectors by chunk_vectors_pkey",
        "never chunk_vectors by chunk_vectors_pkey",
      ]
    `);
  });

  it('is searched exactly where the index may not be used (flag approximate-index)', async () => {
    const exact = await plan(large, false);
    expect(byIndex(exact)).toBe(false);
    expect(exact.filter((line) => line.startsWith('run   tenant_X'))).toEqual([]);
    const query = make.query(sentence());
    const [result] = await db.database.asTenant(large, (tx) =>
      searchChunks(tx, large, [query], K, LEXICAL_WEIGHT, false),
    );
    const found = result!.chunks.map(({ chunk_id }) => [...stored.keys()].indexOf(chunk_id));
    expect(recallAt(K, bruteForce([...stored.values()])(query), found)).toBe(1);
  });

  it('finds what brute force finds', async () => {
    expect(byIndex(await plan(large))).toBe(true);
    expect(await recall()).toBeGreaterThanOrEqual(0.99);
  });

  it('finds what is newer than the index at once', async () => {
    const chunk = make.chunks(1)[0]!;
    const id = Math.max(...stored.keys()) + 1;
    sources.push({ id: await addChunks(db.database, large, [chunk]), first: id });
    stored.set(id, chunk);
    const terms = [...chunk.termFrequencies.keys()].slice(0, 4);
    expect((await search(large, { vector: chunk.vector, terms }))[0]).toBe(id);
    expect((await search(large, { vector: chunk.vector, terms: [] }, 0))[0]).toBe(id);
  });

  it('is never seen by another, even when named by it', async () => {
    const query = make.query(sentence());
    const [result] = await db.database.asTenant(small, (tx) => searchChunks(tx, large, [query], K));
    expect(result?.chunks).toEqual([]);
    await expect(
      db.database.asTenant(small, (tx) =>
        tx.executeQuery(CompiledQuery.raw(`select * from vector_partitions.${partitionOf(large)}`)),
      ),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('is searched exactly while the index is being filled', async () => {
    await rowsOf('update app.vector_indexes set copied_chunk_id = 0');
    await rowsOf('delete from app.large_vectors');
    expect(await recall()).toBe(1);
    await sweep();
    expect(await copies()).toBe(stored.size);
  });

  it('loses the copies of removed chunks, and after a bulk delete finds what brute force finds', async () => {
    await addSource();
    await sweep();
    await removeSource();
    await removeSource();
    expect(await copies()).toBe(stored.size);
    expect(await recall()).toBeGreaterThanOrEqual(0.99);
  });

  it('keeps its index a little below the threshold and loses it further down', async () => {
    await removeSource();
    expect(stored.size).toBeLessThan(SIZES.from);
    await sweep();
    expect(await partitions()).toEqual([partitionOf(large)]);
    await removeSource();
    expect(stored.size).toBeLessThan(SIZES.until);
    await sweep();
    expect(await partitions()).toEqual([]);
    expect(await recall()).toBe(1);
  });

  it('is searched exactly when the index cannot be made, which is logged and tried again', async () => {
    while (stored.size < SIZES.from) await addSource();
    await db.asOwner(async (session) => {
      await session.exec('begin; lock table app.tenants in row exclusive mode');
      await sweep();
      await session.exec('rollback');
    });
    expect(logged).toEqual(['vector index failed; search stays exact']);
    expect(await partitions()).toEqual([]);
    expect(await recall()).toBe(1);
    await sweep();
    expect(await partitions()).toEqual([partitionOf(large)]);
  });

  it('takes its index along when it is erased', async () => {
    await db.database.asPlatform('start-trial', (tx) =>
      tx.deleteFrom('tenants').where('tenant_id', '=', large).execute(),
    );
    expect(await rowsOf('select 1 from app.large_vectors')).toEqual([]);
    await sweep();
    expect(await partitions()).toEqual([]);
  });
});

describe('the rights that make an index', () => {
  it('are two functions that write and one that gathers statistics, for the platform role alone', async () => {
    const definers = await rowsOf(
      `select pronamespace::regnamespace || '.' || proname as name, pg_get_userbyid(proowner) as owner, proconfig::text[] as settings
       from pg_proc where prosecdef and pronamespace::regnamespace::text !~ '^(pg_|information_schema)' order by 1`,
    );
    const settings = ['search_path=pg_catalog, pg_temp'];
    expect(definers).toEqual([
      { name: 'vector_partitions.add', owner: 'owner', settings: [...settings, 'lock_timeout=500ms'] },
      { name: 'vector_partitions.analyze', owner: 'owner', settings },
      { name: 'vector_partitions.remove', owner: 'owner', settings: [...settings, 'lock_timeout=500ms'] },
    ]);
    const callers = await rowsOf(
      `select distinct r.rolname from pg_proc p cross join pg_roles r where p.prosecdef
         and p.pronamespace = 'vector_partitions'::regnamespace and not r.rolsuper and r.rolname <> 'owner'
         and has_schema_privilege(r.oid, 'vector_partitions', 'USAGE') and has_function_privilege(r.oid, p.oid, 'EXECUTE')
         and r.rolname in ('app', 'tenant_user', 'platform_user')`,
    );
    expect(callers).toEqual([{ rolname: 'platform_user' }]);
  });

  it('open no partition to anybody: row level security is forced and there is no policy', async () => {
    await db.asOwner((session) => session.query('select vector_partitions.add($1, 3)', [small]));
    const [table] = await rowsOf(
      `select relrowsecurity as enabled, relforcerowsecurity as forced, pg_get_userbyid(relowner) as owner,
         (select count(*)::int from pg_policy where polrelid = c.oid) as policies,
         has_table_privilege('tenant_user', c.oid, 'SELECT') or has_table_privilege('platform_user', c.oid, 'SELECT') as readable
       from pg_class c where relname = $1`,
      [partitionOf(small)],
    );
    expect(table).toEqual({ enabled: true, forced: true, owner: 'owner', policies: 0, readable: false });
  });
});

describe('the settings of vector search', () => {
  it('are in effect within a transaction and gone after it', async () => {
    await requireVectorSettings(db);
    const { rows } = await db.queueDb.executeSql(
      `select current_setting('hnsw.ef_search', true) as ef_search, current_setting('hnsw.iterative_scan', true) as iterative_scan`,
    );
    expect(rows[0]).not.toEqual({
      ef_search: String(VECTOR_INDEX_EF_SEARCH),
      iterative_scan: 'relaxed_order',
    });
  });
});
