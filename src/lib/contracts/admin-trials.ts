/** Trials of all tenants for operators: found, looked into, extended, upgraded and ended. */
import { z } from 'zod';
import { OVERVIEW_DAYS, PLANS, TRIAL_EXTENSION_MAX_DAYS } from '#lib/core/limits.ts';
import { spend } from './admin-usage.ts';
import { assessment } from './assessment.ts';
import { pageQuery, timestamp, uuid } from './common.ts';
import { tenantRateLimits } from './rate-limits.ts';
import { defineRoute } from './route-contract.ts';
import { BUSINESS_TYPES, trialState, usage } from './trial.ts';
import { WORKFLOW_STATUSES, WORKFLOW_STEPS, workflowTransition } from './workflow.ts';

const status = z.enum(['trial', 'expired', 'active']);

export const adminTrial = z.object({
  tenant_id: uuid,
  business_name: z.string(),
  business_type: z.enum(BUSINESS_TYPES),
  email: z.string(),
  status,
  plan: z.string(),
  created_at: timestamp,
  expires_at: timestamp,
  queries_used: z.number().int(),
  queries_limit: z.number().int(),
  documents: z.number().int(),
  workflow_id: uuid,
  workflow_step: z.enum(WORKFLOW_STEPS),
  workflow_status: z.enum(WORKFLOW_STATUSES),
});
export type AdminTrial = z.infer<typeof adminTrial>;

export const listTrialsQuery = pageQuery.extend({
  search: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe('Part of the business’s name or address, or the whole id of the tenant'),
  status: status.optional(),
});
export type ListTrialsQuery = z.infer<typeof listTrialsQuery>;

const viewer = { auth: 'admin', role: 'viewer' } as const;
const operator = { auth: 'admin', role: 'operator' } as const;
const params = z.object({ tenant_id: uuid });

export const listTrialsRoute = defineRoute({
  operationId: 'listTrials',
  method: 'GET',
  path: '/api/admin/trials',
  summary: 'The trials, those that have ended and those on a plan among them, newest first.',
  ...viewer,
  query: listTrialsQuery,
  responses: {
    200: {
      description: 'A page.',
      schema: z.object({ trials: z.array(adminTrial), next_cursor: z.string().nullable() }),
    },
  },
  errors: [],
});

export const adminTrialDetail = z.object({
  trial: adminTrial.extend({ website_url: z.string().nullable() }),
  usage,
  kb: trialState.shape.kb.pick({ sources: true, chunks: true }),
  assessment: assessment.nullable().describe('The latest'),
  workflow: trialState.shape.workflow,
  history: z.array(workflowTransition).describe('Newest first, the last 200'),
  rate_limits: tenantRateLimits.shape.limits,
  spend: spend
    .extend({ today: spend, failed_questions: z.number().int() })
    .describe(`What models took for it in the last ${OVERVIEW_DAYS} days`),
});
export type AdminTrialDetail = z.infer<typeof adminTrialDetail>;

export const getAdminTrialRoute = defineRoute({
  operationId: 'getAdminTrial',
  method: 'GET',
  path: '/api/admin/trials/{tenant_id}',
  summary: 'A trial with its usage, knowledge base, assessment, workflow and limits.',
  ...viewer,
  params,
  responses: { 200: { description: 'The trial.', schema: adminTrialDetail } },
  errors: ['not_found'],
});

const operation = {
  method: 'POST',
  ...operator,
  params,
  responses: { 200: { description: 'The trial after it.', schema: adminTrial } },
} as const;

export const extendTrialBody = z.strictObject({
  days: z.number().int().min(1).max(TRIAL_EXTENSION_MAX_DAYS),
});

export const extendTrialRoute = defineRoute({
  ...operation,
  operationId: 'extendTrial',
  path: '/api/admin/trials/{tenant_id}/extend',
  summary: 'Give a trial more days, from its end or, if it has ended, from now.',
  body: extendTrialBody,
  errors: ['not_found', 'conflict'],
});

export const upgradeTrialBody = z.strictObject({
  plan: z.enum(Object.keys(PLANS) as [keyof typeof PLANS, ...(keyof typeof PLANS)[]]),
});

export const upgradeTrialRoute = defineRoute({
  ...operation,
  operationId: 'upgradeTrial',
  path: '/api/admin/trials/{tenant_id}/upgrade',
  summary: 'Put a tenant on a plan: it no longer ends, and its quotas are the plan’s.',
  body: upgradeTrialBody,
  errors: ['not_found'],
});

export const cancelTrialRoute = defineRoute({
  ...operation,
  operationId: 'cancelTrial',
  path: '/api/admin/trials/{tenant_id}/cancel',
  summary:
    'End a trial or plan now, as if its time were over: it is read-only, and erased after the days of grace unless it is extended or upgraded.',
  body: z.strictObject({}),
  errors: ['not_found', 'conflict'],
});
