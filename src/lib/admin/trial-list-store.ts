/** Reads of trials across tenants, and the change of when one ends. */
import { sql } from 'kysely';
import type { PlatformTransaction } from '#lib/ports/database.ts';

export interface TrialFilter {
  now: Date;
  beforeId: string | null;
  limit: number;
  search?: string | undefined;
  status?: 'trial' | 'expired' | 'active' | undefined;
}

function trialRows(tx: PlatformTransaction) {
  return tx
    .selectFrom('tenants as t')
    .innerJoin('usage as u', 'u.tenant_id', 't.tenant_id')
    .innerJoin('trials as w', 'w.tenant_id', 't.tenant_id')
    .where('t.status', '!=', 'erasing')
    .select(['t.tenant_id', 't.business_name', 't.business_type', 't.email', 't.status', 't.plan'])
    .select(['t.website_url', 't.created_at', 't.expires_at'])
    .select(['u.queries_used', 'u.queries_limit', 'u.documents'])
    .select(['w.workflow_id', 'w.current_step', 'w.status as workflow_status']);
}

/** Newest first: ids begin with the time. */
export async function selectTrials(tx: PlatformTransaction, filter: TrialFilter) {
  let query = trialRows(tx).orderBy('t.tenant_id', 'desc').limit(filter.limit);
  if (filter.beforeId !== null) query = query.where('t.tenant_id', '<', filter.beforeId);
  if (filter.search) {
    const wanted = filter.search.toLowerCase();
    query = query.where(
      sql<boolean>`(strpos(lower(t.business_name), ${wanted}) > 0 or strpos(lower(t.email), ${wanted}) > 0
        or t.tenant_id::text = ${wanted})`,
    );
  }
  if (filter.status === 'active') query = query.where('t.status', '=', 'active');
  const over = sql<boolean>`(t.status = 'expired' or (t.status = 'trial' and t.expires_at <= ${filter.now}))`;
  if (filter.status === 'expired') query = query.where(over);
  if (filter.status === 'trial')
    query = query.where('t.status', '=', 'trial').where('t.expires_at', '>', filter.now);
  return query.execute();
}

export type TrialRow = Awaited<ReturnType<typeof selectTrials>>[number];

/** Undefined when it is being erased or is not there. */
export async function selectTrialRow(tx: PlatformTransaction, tenantId: string) {
  return trialRows(tx).where('t.tenant_id', '=', tenantId).executeTakeFirst();
}

/** As above; other changes of the tenant wait until the transaction ends. */
export async function lockTrialRow(tx: PlatformTransaction, tenantId: string) {
  return trialRows(tx).where('t.tenant_id', '=', tenantId).forNoKeyUpdate('t').executeTakeFirst();
}

export async function updateTrialEnd(
  tx: PlatformTransaction,
  tenantId: string,
  end: { status: 'trial' | 'expired'; expires_at: Date },
): Promise<void> {
  await tx.updateTable('tenants').set(end).where('tenant_id', '=', tenantId).execute();
}
