/** One trial of any tenant: usage, knowledge base, assessment, workflow and limits. */
import type { AdminTrialDetail } from '#lib/contracts/admin-trials.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { notFound } from '#lib/core/errors.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectRateLimits } from '#lib/security/rate-limit-store.ts';
import { getAssessment } from '#lib/trial/get-assessment.ts';
import { getTrial } from '#lib/trial/get-trial.ts';
import { getWorkflow } from '#lib/trial/get-workflow.ts';
import { adminTrialOf } from './list-trials.ts';
import { selectTrialRow } from './trial-list-store.ts';

/** Errors: `not_found`. */
export async function getTrialDetail(
  ports: { database: Database; clock: Clock },
  _caller: AdminCaller,
  tenantId: string,
): Promise<AdminTrialDetail> {
  const { row, rate_limits } = await ports.database.asPlatform('admin-trials', async (tx) => ({
    row: await selectTrialRow(tx, tenantId),
    rate_limits: await selectRateLimits(tx, tenantId),
  }));
  if (!row) throw notFound();
  const { usage, kb } = await getTrial(ports, { tenantId });
  const { assessment } = await getAssessment(ports, { tenantId });
  const { workflow, history } = await getWorkflow(ports, { tenantId });
  return {
    trial: { ...adminTrialOf(row, ports.clock.now()), website_url: row.website_url },
    usage,
    kb: { sources: kb.sources, chunks: kb.chunks },
    assessment,
    workflow,
    history,
    rate_limits,
  };
}
