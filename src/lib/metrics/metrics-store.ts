/** What the gauges of all tenants are read from: counts only. */
import { sql } from 'kysely';
import type { WorkflowStatus, WorkflowStep } from '#lib/contracts/workflow.ts';
import { TRIAL_GRACE_DAYS } from '#lib/core/limits.ts';
import type { PlatformTransaction } from '#lib/ports/database.ts';

export interface BusinessReading {
  active: number;
  expired: number;
  converted: number;
  /** Of trials begun 15 to 45 days ago; null when there are none. */
  conversion: number | null;
  overdue: number;
}

export async function readBusiness(tx: PlatformTransaction, now: Date): Promise<BusinessReading> {
  const { rows } = await sql<BusinessReading>`
    select (count(*) filter (where status = 'trial' and expires_at > ${now}))::int as active,
      (count(*) filter (where status = 'expired' or (status = 'trial' and expires_at <= ${now})))::int as expired,
      (count(*) filter (where status = 'active'))::int as converted,
      (avg((status = 'active')::int) filter (where created_at between ${now}::timestamptz - interval '45 days'
        and ${now}::timestamptz - interval '15 days' and status != 'erasing'))::float8 as conversion,
      (count(*) filter (where status in ('trial', 'expired') and expires_at <= ${now}::timestamptz
          - ${TRIAL_GRACE_DAYS} * interval '1 day' - interval '15 minutes')
        + (select count(*) from erasures where finished_at is null
            and requested_at <= ${now}::timestamptz - interval '15 minutes'))::int as overdue
    from tenants`.execute(tx);
  return rows[0]!;
}

export async function readFunnel(
  tx: PlatformTransaction,
): Promise<{ step: WorkflowStep; status: WorkflowStatus; count: number }[]> {
  return tx
    .selectFrom('trials')
    .select(['current_step as step', 'status', sql<number>`count(*)::int`.as('count')])
    .groupBy(['current_step', 'status'])
    .execute();
}

/** Of every process to this database. */
export async function readServerConnections(tx: PlatformTransaction): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select numbackends::int as count from pg_stat_database where datname = current_database()`.execute(tx);
  return rows[0]?.count ?? 0;
}
