/** Reads a bounded, even sample of a knowledge base, however large it is. */
import { sql } from 'kysely';
import { ASSESS_SAMPLE_CHUNKS, ASSESS_SAMPLE_SOURCES } from '#lib/core/limits.ts';
import type { TenantTransaction } from '#lib/ports/database.ts';

export interface SampledChunk {
  chunkId: number;
  sourceId: string;
  title: string;
  heading: string | null;
  text: string;
  vector: Float32Array;
}

interface Row {
  chunk_id: number;
  source_id: string;
  title: string;
  heading: string | null;
  text: string;
  vector: string;
}

/**
 * At most ASSESS_SAMPLE_CHUNKS chunks at even distances in the order of ids, and the first of up to
 * ASSESS_SAMPLE_SOURCES sources, so that a small document beside a huge one is seen. A probe of an index each.
 */
export async function selectSample(tx: TenantTransaction, lastChunkId: number): Promise<SampledChunk[]> {
  const probes = Math.min(lastChunkId, ASSESS_SAMPLE_CHUNKS);
  const step = lastChunkId / Math.max(1, probes);
  const from = Array.from({ length: probes }, (_, index) => Math.floor(index * step) + 1);
  const { rows } = await sql<Row>`with
    some_sources as materialized (
      select source_id from sources where chunks > 0 order by md5(source_id::text) limit ${ASSESS_SAMPLE_SOURCES}),
    chosen as materialized (
      select c.chunk_id from unnest(${from}::bigint[]) as t(id)
      cross join lateral (select chunk_id from chunks where chunk_id >= t.id order by chunk_id limit 1) as c
      union
      select c.chunk_id from some_sources s
      cross join lateral (
        select chunk_id from chunks where source_id = s.source_id order by ordinal limit 1) as c)
    select c.chunk_id, c.source_id, c.heading, c.text, coalesce(s.title, s.name) as title, v.embedding::text as vector
    from chosen
    cross join lateral (select * from chunks where chunk_id = chosen.chunk_id limit 1) as c
    cross join lateral (select embedding from chunk_vectors where chunk_id = chosen.chunk_id limit 1) as v
    cross join lateral (select title, name from sources where source_id = c.source_id limit 1) as s
    order by c.chunk_id`.execute(tx);
  return rows.map(({ chunk_id, source_id, vector, ...row }) => ({
    ...row,
    chunkId: Number(chunk_id),
    sourceId: source_id,
    vector: Float32Array.from(JSON.parse(vector) as number[]),
  }));
}

/** The knowledge base as counted: what it is worth reading first. */
export async function selectExtent(tx: TenantTransaction) {
  const { rows } = await sql<{
    business_name: string;
    business_type: string;
    kb_version: number;
    chunks: number;
    last_chunk_id: number;
    ready: number;
    failed: number;
    unfinished: number;
  }>`select t.business_name, t.business_type, s.kb_version, s.chunks, s.last_chunk_id,
      (select count(*) from sources where status = 'ready')::int as ready,
      (select count(*) from sources where status = 'failed')::int as failed,
      (select count(*) from sources where status in ('queued', 'ingesting'))::int as unfinished
    from tenants t join tenant_stats s on s.tenant_id = t.tenant_id where t.status <> 'erasing'`.execute(tx);
  return rows[0];
}

/** Those that could not be read. */
export async function selectFailedSources(tx: TenantTransaction, limit: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('sources')
    .select('source_id')
    .where('status', '=', 'failed')
    .orderBy('source_id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.source_id);
}
