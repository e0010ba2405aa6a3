/** One trial of any tenant: usage, spend, knowledge base, assessment, workflow and limits. */
import type { AdminTrialDetail } from '#lib/contracts/admin-trials.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { notFound } from '#lib/core/errors.ts';
import { OVERVIEW_DAYS } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectRateLimits } from '#lib/security/rate-limit-store.ts';
import { getAssessment } from '#lib/trial/get-assessment.ts';
import { getTrial } from '#lib/trial/get-trial.ts';
import { getWorkflow } from '#lib/trial/get-workflow.ts';
import { adminTrialOf } from './list-trials.ts';
import { sumUsageDays } from './overview-store.ts';
import { selectTrialRow } from './trial-list-store.ts';
import { lastDays, spendOf, sum } from './usage-days.ts';

/** Errors: `not_found`. */
export async function getTrialDetail(
  ports: { database: Database; clock: Clock },
  _caller: AdminCaller,
  tenantId: string,
): Promise<AdminTrialDetail> {
  const now = ports.clock.now();
  const days = lastDays(now, OVERVIEW_DAYS);
  const { row, rate_limits, spent } = await ports.database.asPlatform('admin-trials', async (tx) => ({
    row: await selectTrialRow(tx, tenantId),
    rate_limits: await selectRateLimits(tx, tenantId),
    spent: await sumUsageDays(tx, { since: days[0], tenantId }),
  }));
  if (!row) throw notFound();
  const { usage, kb } = await getTrial(ports, { tenantId });
  const { assessment } = await getAssessment(ports, { tenantId });
  const { workflow, history } = await getWorkflow(ports, { tenantId });
  const { days: _, ...spend } = spendOf(spent, days);
  return {
    trial: { ...adminTrialOf(row, now), website_url: row.website_url },
    usage,
    kb: { sources: kb.sources, chunks: kb.chunks },
    assessment,
    workflow,
    history,
    rate_limits,
    spend: { ...spend, failed_questions: sum(spent, ({ failed }) => failed) },
  };
}
