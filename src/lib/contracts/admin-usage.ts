/** How the platform is used, in numbers for its operators. */
import { z } from 'zod';
import { OVERVIEW_DAYS } from '#lib/core/limits.ts';
import { timestamp } from './common.ts';
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
