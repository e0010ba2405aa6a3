/** How the platform is used, in numbers for its operators. */
import { z } from 'zod';
import { OVERVIEW_DAYS } from '#lib/core/limits.ts';
import { pageQuery, timestamp, uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';
import { WORKFLOW_STATUSES } from './workflow.ts';

const count = z.number().int();
const share = z.number().min(0).max(1).nullable();

/** In UTC days; cost is by the prices that were configured when it was asked, 0 without any. */
export const spend = z.object({
  prompt_tokens: count,
  completion_tokens: count,
  cost_micro_usd: count.describe('Millionths of a US dollar'),
});
export type Spend = z.infer<typeof spend>;

const spendOfDays = spend.extend({
  today: spend,
  days: z.array(spend.extend({ day: z.iso.date() })).describe('Oldest first; those without any too'),
});
export type SpendOfDays = z.infer<typeof spendOfDays>;

export const overview = z.object({
  at: timestamp,
  trials: z.object({ trial: count, expired: count, active: count.describe('On a plan') }),
  workflows: z.record(z.enum(WORKFLOW_STATUSES), count),
  waiting_for_operator: count.describe('Workflows paused for a review or an approval'),
  questions: z
    .array(
      z.object({
        day: z.iso.date(),
        asked: count,
        unanswered: count,
        failed: count.describe('Not answered, as something broke; not among those asked'),
      }),
    )
    .describe(`The last ${OVERVIEW_DAYS} days in UTC, oldest first; those without questions too`),
  unanswered_share: share.describe('Of the questions asked in these days; null without any'),
  failed_share: share.describe('Of those asked and those that failed; null without any'),
  spend: spendOfDays.describe(`What models took in the last ${OVERVIEW_DAYS} days`),
  conversion: z
    .object({ started: count, live: count, upgraded: count })
    .describe('Of the tenants there are now: all, those whose assistant went live, those on a plan'),
});
export type Overview = z.infer<typeof overview>;

export const getOverviewRoute = defineRoute({
  operationId: 'getOverview',
  method: 'GET',
  path: '/api/admin/usage',
  summary: 'Trials by state, questions, failures and spend a day, conversion.',
  auth: 'admin',
  role: 'viewer',
  responses: { 200: { description: 'The numbers.', schema: overview } },
  errors: [],
});

export const unansweredQuery = z.object({
  tenant_id: uuid.optional(),
  limit: pageQuery.shape.limit,
});
export type UnansweredQuery = z.infer<typeof unansweredQuery>;

export const unansweredQuestion = z.object({
  tenant_id: uuid,
  business_name: z.string(),
  question: z.string().describe('In the words of the last who asked'),
  asked: count,
  last_asked_at: timestamp,
});
export type UnansweredQuestion = z.infer<typeof unansweredQuestion>;

export const listUnansweredRoute = defineRoute({
  operationId: 'listUnanswered',
  method: 'GET',
  path: '/api/admin/unanswered',
  summary: `Questions without an answer in the last ${OVERVIEW_DAYS} days, equal ones together, the most asked first.`,
  auth: 'admin',
  role: 'viewer',
  query: unansweredQuery,
  responses: {
    200: { description: 'The questions.', schema: z.object({ questions: z.array(unansweredQuestion) }) },
  },
  errors: [],
});
