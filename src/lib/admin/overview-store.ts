/** Counts over all tenants. */
import { sql } from 'kysely';
import type { PlatformTransaction } from '#lib/ports/database.ts';

export async function countTrials(tx: PlatformTransaction, now: Date) {
  const { rows } = await sql<{ trial: number; expired: number; active: number; live: number }>`
    select count(*) filter (where t.status = 'trial' and t.expires_at > ${now})::int as trial,
      count(*) filter (where t.status = 'expired' or (t.status = 'trial' and t.expires_at <= ${now}))::int as expired,
      count(*) filter (where t.status = 'active')::int as active,
      count(*) filter (where w.status = 'completed')::int as live
    from tenants t join trials w using (tenant_id) where t.status != 'erasing'`.execute(tx);
  return rows[0]!;
}

export async function countWorkflows(tx: PlatformTransaction) {
  return tx
    .selectFrom('trials')
    .select(['status', sql<number>`count(*)::int`.as('count')])
    .select(
      sql<number>`(count(*) filter (where interrupt ->> 'kind' in ('manual_review', 'admin_approval')))::int`.as(
        'for_operator',
      ),
    )
    .groupBy('status')
    .execute();
}

/** Days in UTC that had questions. */
export async function countQuestions(tx: PlatformTransaction, since: Date) {
  const { rows } = await sql<{ day: string; asked: number; unanswered: number }>`
    select (created_at at time zone 'UTC')::date::text as day, count(*)::int as asked,
      (count(*) filter (where not answered))::int as unanswered
    from messages where created_at >= ${since} group by 1 order by 1`.execute(tx);
  return rows;
}

/** Equal but for capitals, blanks and the mark at the end; in the words of the last who asked. */
export async function selectUnanswered(
  tx: PlatformTransaction,
  { since, tenantId, limit }: { since: Date; tenantId: string | null; limit: number },
) {
  const { rows } = await sql<{
    tenant_id: string;
    business_name: string;
    question: string;
    asked: number;
    last_asked_at: Date;
  }>`
    select m.tenant_id, t.business_name, (array_agg(m.query order by m.created_at desc))[1] as question,
      count(*)::int as asked, max(m.created_at) as last_asked_at
    from messages m join tenants t using (tenant_id)
    where not m.answered and m.created_at >= ${since} and t.status != 'erasing'
      and (${tenantId}::uuid is null or m.tenant_id = ${tenantId}::uuid)
    group by m.tenant_id, t.business_name, regexp_replace(lower(btrim(m.query, E' \\t\\r\\n?!.')), '\\s+', ' ', 'g')
    order by asked desc, last_asked_at desc limit ${limit}`.execute(tx);
  return rows;
}

export interface DaySpend {
  day: string;
  failed: number;
  prompt_tokens: number;
  completion_tokens: number;
  cost_micro_usd: number;
}

/** Days in UTC that had questions, of all tenants or of one, from `since` on. */
export async function sumUsageDays(
  tx: PlatformTransaction,
  { since, tenantId }: { since: string; tenantId: string | null },
): Promise<DaySpend[]> {
  const { rows } = await sql<DaySpend>`
    select day::text as day, sum(failed_questions)::float8 as failed, sum(prompt_tokens)::float8 as prompt_tokens,
      sum(completion_tokens)::float8 as completion_tokens, sum(cost_micro_usd)::float8 as cost_micro_usd
    from usage_days
    where day >= ${since}::date and (${tenantId}::uuid is null or tenant_id = ${tenantId}::uuid)
    group by day order by day`.execute(tx);
  return rows;
}
