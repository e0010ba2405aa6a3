/** How the platform is used, in numbers for its operators. */
import { z } from 'zod';
import { OVERVIEW_DAYS } from '#lib/core/limits.ts';
import { pageQuery, timestamp, uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';
import { WORKFLOW_STATUSES } from './workflow.ts';

const count = z.number().int();

export const overview = z.object({
  at: timestamp,
  trials: z.object({ trial: count, expired: count, active: count.describe('On a plan') }),
  workflows: z.record(z.enum(WORKFLOW_STATUSES), count),
  waiting_for_operator: count.describe('Workflows paused for a review or an approval'),
  questions: z
    .array(z.object({ day: z.iso.date(), asked: count, unanswered: count }))
    .describe(`The last ${OVERVIEW_DAYS} days in UTC, oldest first; those without questions too`),
  unanswered_share: z.number().min(0).max(1).nullable().describe('Of these questions; null without any'),
  conversion: z
    .object({ started: count, live: count, upgraded: count })
    .describe('Of the tenants there are now: all, those whose assistant went live, those on a plan'),
});
export type Overview = z.infer<typeof overview>;

export const getOverviewRoute = defineRoute({
  operationId: 'getOverview',
  method: 'GET',
  path: '/api/admin/usage',
  summary: 'Trials by state, questions a day, the share without an answer, conversion.',
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
  answer_id: uuid.nullable().describe('The curated answer that it has by now'),
});
export type UnansweredQuestion = z.infer<typeof unansweredQuestion>;

export const listUnansweredRoute = defineRoute({
  operationId: 'listUnanswered',
  method: 'GET',
  path: '/api/admin/unanswered',
  summary: `Questions without an answer in the last ${OVERVIEW_DAYS} days, equal ones together, the most asked first; those with a curated answer by now come last.`,
  auth: 'admin',
  role: 'viewer',
  query: unansweredQuery,
  responses: {
    200: { description: 'The questions.', schema: z.object({ questions: z.array(unansweredQuestion) }) },
  },
  errors: [],
});
