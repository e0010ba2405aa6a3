/** The quota of questions: exact in the database, reserved before the work and given back when it fails. */
import { sql } from 'kysely';
import { unauthenticated } from '#lib/core/errors.ts';
import type { TenantTransaction } from '#lib/ports/database.ts';
import type { AssignedTool } from '#lib/tools/answer-tools.ts';

export interface QueryUsage {
  queries_used: number;
  queries_limit: number;
}

export interface Reservation {
  /** Null when there was no room, or when one of the reasons below forbids it; then nothing was taken. */
  usage: QueryUsage | null;
  trialOver: boolean;
  /** Some stored vector comes from another model than the one asked with. */
  otherModel: boolean;
  /** A change of the knowledge base that was committed before this is counted in it. */
  kbVersion: string;
  /** Null while it is on trial. */
  plan: string | null;
  /** The assigned ones, in the order of their names. */
  tools: AssignedTool[];
}

/**
 * One statement with one conditional update in it, so that L of any number of parallel askers are admitted: whoever
 * waited for the row's lock has the condition checked again on the row as it is then. Errors: `unauthenticated`.
 */
export async function reserveQueries(
  tx: TenantTransaction,
  count: number,
  asked: { now: Date; embeddingModel: string },
): Promise<Reservation> {
  const { rows } = await sql<Omit<Reservation, 'usage'> & { [K in keyof QueryUsage]: number | null }>`with
    state as materialized (
      select t.status = 'expired' or (t.status = 'trial' and t.expires_at <= ${asked.now}::timestamptz) as trial_over, s.kb_version,
        case when t.status = 'active' then t.plan end as plan,
        exists (select from sources where embedding_model != ${asked.embeddingModel}) as other_model,
        (select coalesce(jsonb_agg(jsonb_build_object('tool', tool, 'endpoint_url', endpoint_url,
            'signing_secret', signing_secret, 'updated_at', updated_at) order by tool), '[]')
          from tool_assignments where assigned) as tools
      from tenants t join tenant_stats s on s.tenant_id = t.tenant_id where t.status != 'erasing'),
    taken as (
      update usage set queries_used = queries_used + ${count} from state
      where queries_used + ${count} <= queries_limit and not trial_over and not other_model
      returning queries_used, queries_limit)
    select state.trial_over as "trialOver", state.plan, state.other_model as "otherModel",
      state.tools, state.kb_version::text as "kbVersion", taken.queries_used, taken.queries_limit
    from state left join taken on true`.execute(tx);
  const [row] = rows;
  // Erased, or being erased, since it was let in.
  if (!row) throw unauthenticated();
  const { queries_used, queries_limit, ...rest } = row;
  const usage = queries_used === null || queries_limit === null ? null : { queries_used, queries_limit };
  return { ...rest, usage };
}

/** `failed` of them are noted as such on that day. */
export async function refundQueries(
  tx: TenantTransaction,
  count: number,
  { failed, day }: { failed: number; day: string },
): Promise<QueryUsage | null> {
  const { rows } = await sql<QueryUsage>`with noted as (
      insert into usage_days (tenant_id, day, failed_questions)
      select tenant_id, ${day}::date, ${failed} from usage where ${failed} > 0
      on conflict (tenant_id, day) do update
        set failed_questions = usage_days.failed_questions + excluded.failed_questions)
    update usage set queries_used = greatest(queries_used - ${count}, 0)
    returning queries_used, queries_limit`.execute(tx);
  return rows[0] ?? null;
}
