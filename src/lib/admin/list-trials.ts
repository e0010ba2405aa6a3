/** The trials of all tenants, newest first, a page at a time. */
import type { AdminTrial, ListTrialsQuery } from '#lib/contracts/admin-trials.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { isOver } from '#lib/trial/require-active-trial.ts';
import { pageOf, requireCursor } from './page.ts';
import { selectTrials, type TrialRow } from './trial-list-store.ts';

/** By the clock: a trial that is over is expired, whatever any sweep has marked. */
export function adminTrialOf(row: TrialRow, now: Date): AdminTrial {
  return {
    tenant_id: row.tenant_id,
    business_name: row.business_name,
    business_type: row.business_type as AdminTrial['business_type'],
    email: row.email,
    status: row.status === 'active' ? 'active' : isOver(row, now) ? 'expired' : 'trial',
    plan: row.plan,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
    queries_used: row.queries_used,
    queries_limit: row.queries_limit,
    documents: row.documents,
    workflow_id: row.workflow_id,
    workflow_step: row.current_step,
    workflow_status: row.workflow_status,
  };
}

/** Errors: `invalid_request` for a cursor that is none of ours. */
export async function listTrials(
  ports: { database: Database; clock: Clock },
  _caller: AdminCaller,
  { cursor, limit, search, status }: ListTrialsQuery,
): Promise<{ trials: AdminTrial[]; next_cursor: string | null }> {
  const now = ports.clock.now();
  const filter = { now, beforeId: requireCursor(cursor), limit: limit + 1, search, status };
  const rows = await ports.database.asPlatform('admin-trials', (tx) => selectTrials(tx, filter));
  const { items, next_cursor } = pageOf(rows, limit, ({ tenant_id }) => tenant_id);
  return { trials: items.map((row) => adminTrialOf(row, now)), next_cursor };
}
