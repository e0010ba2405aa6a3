/** The state of a trial in one answer. */
import type { TrialState } from '#lib/contracts/trial.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { unauthenticated } from '#lib/core/errors.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectAssessmentSummary } from './assessment-store.ts';
import { countSources, selectTrial } from './trial-store.ts';

export async function getTrial(
  ports: { database: Database; clock: Clock },
  caller: TenantCaller,
): Promise<TrialState> {
  const { row, counts, assessment } = await ports.database.asTenant(caller.tenantId, async (tx) => ({
    row: await selectTrial(tx),
    counts: await countSources(tx),
    assessment: await selectAssessmentSummary(tx),
  }));
  if (!row) throw unauthenticated();
  const sources = { queued: 0, ingesting: 0, ready: 0, failed: 0 };
  for (const { status, count } of counts) sources[status] = count;
  const expired = row.status === 'expired' || row.expires_at <= ports.clock.now();
  return {
    tenant: {
      tenant_id: row.tenant_id,
      business_name: row.business_name,
      business_type: row.business_type as TrialState['tenant']['business_type'],
      website_url: row.website_url,
      status: expired ? 'expired' : 'trial',
      created_at: row.created_at.toISOString(),
      expires_at: row.expires_at.toISOString(),
    },
    usage: {
      queries_used: row.queries_used,
      queries_limit: row.queries_limit,
      documents: row.documents,
      documents_limit: row.documents_limit,
      storage_bytes: row.storage_bytes,
      storage_limit_bytes: row.storage_limit_bytes,
    },
    workflow: {
      workflow_id: row.workflow_id,
      current_step: row.current_step,
      status: row.workflow_status,
      progress_percent: row.progress_percent,
      steps_completed: row.steps_completed,
      interrupts: [],
    },
    kb: { sources, chunks: row.chunks, ...(assessment ? { assessment } : {}) },
    tools: [],
  };
}
