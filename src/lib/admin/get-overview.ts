/** How the platform is used: trials by state, questions a day, what stayed unanswered, failed and cost, conversion. */
import type { Overview } from '#lib/contracts/admin-usage.ts';
import { WORKFLOW_STATUSES } from '#lib/contracts/workflow.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { OVERVIEW_DAYS } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { countQuestions, countTrials, countWorkflows, sumUsageDays } from './overview-store.ts';
import { lastDays, spendOf, sum } from './usage-days.ts';

export async function getOverview(
  ports: { database: Database; clock: Clock },
  _caller: AdminCaller,
): Promise<Overview> {
  const now = ports.clock.now();
  const days = lastDays(now, OVERVIEW_DAYS);
  const { tenants, workflows, asked, usage } = await ports.database.asPlatform('admin-usage', async (tx) => ({
    tenants: await countTrials(tx, now),
    workflows: await countWorkflows(tx),
    asked: await countQuestions(tx, new Date(`${days[0]}T00:00:00Z`)),
    usage: await sumUsageDays(tx, { since: days[0], tenantId: null }),
  }));
  const byDay = new Map(asked.map((row) => [row.day, row]));
  const failedOn = new Map(usage.map(({ day, failed }) => [day, failed]));
  const questions = days.map((day) => {
    const { asked: count, unanswered } = byDay.get(day) ?? { asked: 0, unanswered: 0 };
    return { day, asked: count, unanswered, failed: failedOn.get(day) ?? 0 };
  });
  const total = sum(questions, ({ asked: count }) => count);
  const failed = sum(questions, (day) => day.failed);
  const { live, ...trials } = tenants;
  const counts = Object.fromEntries(WORKFLOW_STATUSES.map((status) => [status, 0])) as Overview['workflows'];
  for (const { status, count } of workflows) counts[status] = count;
  return {
    at: now.toISOString(),
    trials,
    workflows: counts,
    waiting_for_operator: sum(workflows, ({ for_operator }) => for_operator),
    questions,
    unanswered_share: total === 0 ? null : sum(questions, ({ unanswered }) => unanswered) / total,
    failed_share: total + failed === 0 ? null : failed / (total + failed),
    spend: spendOf(usage, days),
    conversion: {
      started: trials.trial + trials.expired + trials.active,
      live,
      upgraded: trials.active,
    },
  };
}
