/** How the platform is used: trials by state, questions a day, what stayed unanswered, conversion. */
import type { Overview } from '#lib/contracts/admin-usage.ts';
import { WORKFLOW_STATUSES } from '#lib/contracts/workflow.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { OVERVIEW_DAYS } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { countQuestions, countTrials, countWorkflows } from './overview-store.ts';

const DAY_MS = 86_400_000;

export async function getOverview(
  ports: { database: Database; clock: Clock },
  _caller: AdminCaller,
): Promise<Overview> {
  const now = ports.clock.now();
  const days = lastDays(now, OVERVIEW_DAYS);
  const { tenants, workflows, asked } = await ports.database.asPlatform('admin-usage', async (tx) => ({
    tenants: await countTrials(tx, now),
    workflows: await countWorkflows(tx),
    asked: await countQuestions(tx, new Date(`${days[0]}T00:00:00Z`)),
  }));
  const byDay = new Map(asked.map((row) => [row.day, row]));
  const questions = days.map((day) => byDay.get(day) ?? { day, asked: 0, unanswered: 0 });
  const total = sum(questions, ({ asked: count }) => count);
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
    conversion: {
      started: trials.trial + trials.expired + trials.active,
      live,
      upgraded: trials.active,
    },
  };
}

function lastDays(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    new Date(now.getTime() - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
