/** The quota of questions: exact in the database, reserved before the work and given back when it fails. */
import { sql } from 'kysely';
import type { TenantTransaction } from '#lib/ports/database.ts';

export interface QueryUsage {
  queries_used: number;
  queries_limit: number;
}

/** One conditional update, so that L of any number of parallel askers are admitted; null when there is no room. */
export async function reserveQueries(tx: TenantTransaction, count: number): Promise<QueryUsage | null> {
  const { rows } = await sql<QueryUsage>`update usage set queries_used = queries_used + ${count}
    where queries_used + ${count} <= queries_limit returning queries_used, queries_limit`.execute(tx);
  return rows[0] ?? null;
}

export async function refundQueries(tx: TenantTransaction, count: number): Promise<QueryUsage | null> {
  const { rows } = await sql<QueryUsage>`update usage set queries_used = greatest(queries_used - ${count}, 0)
    returning queries_used, queries_limit`.execute(tx);
  return rows[0] ?? null;
}
