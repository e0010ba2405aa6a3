/** What a tenant's questions of a day took, added to its row of that day (UTC). */
import type { QueryCreator } from 'kysely';
import type { Tables } from '#lib/ports/schema.ts';

export interface DayUsage {
  /** `YYYY-MM-DD`. */
  day: string;
  questions?: number;
  failed_questions?: number;
  prompt_tokens?: number;
  completion_tokens?: number;
  cost_micro_usd?: number;
}

/** The day in UTC. */
export function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10);
}

/** To be run alone, or inside of the statement that keeps what it is about. */
export function addDayUsage(db: QueryCreator<Tables>, tenantId: string, usage: DayUsage) {
  return db
    .insertInto('usage_days')
    .values({ tenant_id: tenantId, ...usage })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'day']).doUpdateSet((eb) => ({
        questions: eb('usage_days.questions', '+', eb.ref('excluded.questions')),
        failed_questions: eb('usage_days.failed_questions', '+', eb.ref('excluded.failed_questions')),
        prompt_tokens: eb('usage_days.prompt_tokens', '+', eb.ref('excluded.prompt_tokens')),
        completion_tokens: eb('usage_days.completion_tokens', '+', eb.ref('excluded.completion_tokens')),
        cost_micro_usd: eb('usage_days.cost_micro_usd', '+', eb.ref('excluded.cost_micro_usd')),
      })),
    );
}
