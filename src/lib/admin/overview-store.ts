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
