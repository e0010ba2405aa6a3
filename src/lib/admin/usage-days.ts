/** The last days of usage with none missing, and what models took in them. */
import type { Spend, SpendOfDays } from '#lib/contracts/admin-usage.ts';
import type { DaySpend } from './overview-store.ts';

const DAY_MS = 86_400_000;

/** The last `count` days in UTC, oldest first, as `YYYY-MM-DD`. */
export function lastDays(now: Date, count: number): [string, ...string[]] {
  const dayBefore = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10);
  return [
    dayBefore(count - 1),
    ...Array.from({ length: count - 1 }, (_, index) => dayBefore(count - 2 - index)),
  ];
}

export function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

const NOTHING: Spend = { prompt_tokens: 0, completion_tokens: 0, cost_micro_usd: 0 };

/** `rows`: days that had questions, in any order. */
export function spendOf(rows: readonly DaySpend[], days: readonly string[]): SpendOfDays {
  const byDay = new Map(rows.map((row) => [row.day, row]));
  const all = days.map((day) => {
    const { prompt_tokens, completion_tokens, cost_micro_usd } = byDay.get(day) ?? NOTHING;
    return { day, prompt_tokens, completion_tokens, cost_micro_usd };
  });
  const { day: _, ...today } = all.at(-1) ?? { day: '', ...NOTHING };
  return {
    prompt_tokens: sum(all, (one) => one.prompt_tokens),
    completion_tokens: sum(all, (one) => one.completion_tokens),
    cost_micro_usd: sum(all, (one) => one.cost_micro_usd),
    today,
    days: all,
  };
}
