/** The state of a trial in one answer. */
import type { TrialState } from '#lib/contracts/trial.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { unauthenticated } from '#lib/core/errors.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { readTools } from '#lib/tools/get-tools.ts';
import { viewOf } from './apply-event.ts';
import { selectAssessmentSummary } from './assessment-store.ts';
import { isOver } from './require-active-trial.ts';
import { countSources, selectTrial } from './trial-store.ts';
import { selectWorkflow } from './workflow-store.ts';

export async function getTrial(
  ports: { database: Database; clock: Clock },
  caller: TenantCaller,
): Promise<TrialState> {
  const { row, workflow, counts, assessment, tools } = await ports.database.asTenant(
    caller.tenantId,
    async (tx) => ({
      row: await selectTrial(tx),
      workflow: await selectWorkflow(tx),
      counts: await countSources(tx),
      assessment: await selectAssessmentSummary(tx),
      tools: (await readTools(tx)).tools,
    }),
  );
  if (!row || !workflow) throw unauthenticated();
  const sources = { queued: 0, ingesting: 0, ready: 0, failed: 0 };
  for (const { status, count } of counts) sources[status] = count;
  const status = row.status === 'active' ? 'active' : isOver(row, ports.clock.now()) ? 'expired' : 'trial';
  return {
    tenant: {
      tenant_id: row.tenant_id,
      business_name: row.business_name,
      business_type: row.business_type as TrialState['tenant']['business_type'],
      website_url: row.website_url,
      status,
      plan: row.plan,
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
    workflow: viewOf(workflow),
    kb: { sources, chunks: row.chunks, ...(assessment ? { assessment } : {}) },
    tools: tools.flatMap(({ tool, assigned }) => (assigned ? [tool] : [])),
  };
}
