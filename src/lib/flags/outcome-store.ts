/** Rows of what the guard counts and of the alerts it raises. */
import { sql } from 'kysely';
import type { PlatformTransaction } from '#lib/ports/database.ts';
import { BUCKETS } from './tenant-bucket.ts';

export interface OutcomeCounts {
  calls: number;
  failed: number;
  slow: number;
}

export interface OutcomeRow extends OutcomeCounts {
  key: string;
  version: number;
  bucket: number;
}

/** Adds to what all instances have counted; what belongs to a version that is over is dropped. */
export async function addOutcomes(tx: PlatformTransaction, rows: readonly OutcomeRow[]): Promise<void> {
  // In one order everywhere, or two instances could wait for each other.
  const sorted = [...rows].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.bucket - b.bucket));
  const column = <K extends keyof OutcomeRow>(name: K) => sorted.map((row) => row[name]);
  await sql`insert into flag_outcomes (key, version, bucket, calls, failed, slow)
    select f.key, f.version, t.bucket, t.calls, t.failed, t.slow
    from unnest(${column('key')}::text[], ${column('version')}::int[], ${column('bucket')}::int[],
      ${column('calls')}::bigint[], ${column('failed')}::bigint[], ${column('slow')}::bigint[])
      with ordinality as t(key, version, bucket, calls, failed, slow, place)
    join flags f on f.key = t.key and f.version = t.version order by t.place
    on conflict (key, version, bucket) do update set calls = flag_outcomes.calls + excluded.calls,
      failed = flag_outcomes.failed + excluded.failed, slow = flag_outcomes.slow + excluded.slow`.execute(tx);
}

export async function selectOutcomes(
  tx: PlatformTransaction,
  key: string,
  version: number,
): Promise<(OutcomeCounts & { bucket: number })[]> {
  const { rows } = await sql<OutcomeCounts & { bucket: number }>`
    select bucket, calls::float8 as calls, failed::float8 as failed, slow::float8 as slow
    from flag_outcomes where key = ${key} and version = ${version}`.execute(tx);
  return rows;
}

export interface CohortRow extends OutcomeCounts {
  key: string;
  side: 'cohort' | 'rest';
  /** Places of the rollout that had calls: about as many tenants. */
  tenants: number;
}

/** Both sides of every flag that is being rolled out, as counted for its version of now. */
export async function selectCohorts(tx: PlatformTransaction): Promise<CohortRow[]> {
  const { rows } = await sql<CohortRow>`
    select f.key, case when o.bucket < f.percentage * ${sql.lit(BUCKETS / 100)} then 'cohort' else 'rest' end as side,
      count(*)::int as tenants, sum(o.calls)::float8 as calls, sum(o.failed)::float8 as failed, sum(o.slow)::float8 as slow
    from flags f join flag_outcomes o on o.key = f.key and o.version = f.version
    group by 1, 2`.execute(tx);
  return rows;
}

export interface Watched {
  version: number;
  percentage: number;
  looks: number;
  looked_calls: number;
  calls: number;
}

/** Null while another instance looks, or when there is nothing to compare; locked until the end of the transaction. */
export async function lockForLook(tx: PlatformTransaction, key: string): Promise<Watched | null> {
  const { rows } = await sql<Watched>`
    select version, percentage, looks, looked_calls::float8 as looked_calls,
      (select coalesce(sum(calls), 0)::float8 from flag_outcomes o where o.key = f.key and o.version = f.version) as calls
    from flags f where key = ${key} and enabled and percentage between 1 and 99
    for update skip locked`.execute(tx);
  return rows[0] ?? null;
}

export async function noteLook(tx: PlatformTransaction, key: string, calls: number): Promise<void> {
  await sql`update flags set looks = looks + 1, looked_calls = ${calls} where key = ${key}`.execute(tx);
}

export interface AlertRow {
  alert_id: string;
  key: string;
  version: number;
  evidence: Record<string, unknown>;
  created_at: Date;
}

export async function insertAlert(
  tx: PlatformTransaction,
  { evidence, ...row }: Omit<AlertRow, 'created_at'>,
): Promise<void> {
  await tx
    .insertInto('flag_alerts')
    .values({ ...row, evidence: JSON.stringify(evidence) })
    .execute();
}

/** Newest first. */
export function selectAlerts(tx: PlatformTransaction, limit: number): Promise<AlertRow[]> {
  return tx
    .selectFrom('flag_alerts')
    .select(['alert_id', 'key', 'version', 'evidence', 'created_at'])
    .orderBy('created_at', 'desc')
    .limit(limit)
    .execute();
}
