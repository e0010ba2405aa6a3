/** The trial: start one, read its state, follow its events. */
import { z } from 'zod';
import { assessmentSummary } from './assessment.ts';
import { timestamp, uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';
import { workflowView } from './workflow.ts';

export const BUSINESS_TYPES = [
  'service',
  'ecommerce',
  'saas',
  'healthcare',
  'finance',
  'education',
  'real_estate',
  'hospitality',
  'legal',
  'other',
] as const;

export const startTrialBody = z.strictObject({
  email: z.email().max(254),
  business_name: z.string().trim().min(1).max(200),
  business_type: z.enum(BUSINESS_TYPES),
  website_url: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .optional(),
});
export type StartTrialInput = z.infer<typeof startTrialBody>;

export const startTrialResult = z.object({
  tenant_id: uuid,
  trial_token: z.string().describe('Shown once; send it as `Authorization: Bearer …`'),
  workflow_id: uuid,
  expires_at: timestamp,
});
export type StartTrialResult = z.infer<typeof startTrialResult>;

export const usage = z.object({
  queries_used: z.number().int(),
  queries_limit: z.number().int(),
  documents: z.number().int(),
  documents_limit: z.number().int(),
  storage_bytes: z.number().int(),
  storage_limit_bytes: z.number().int(),
});

export const trialState = z.object({
  tenant: z.object({
    tenant_id: uuid,
    business_name: z.string(),
    business_type: z.enum(BUSINESS_TYPES),
    website_url: z.string().nullable(),
    status: z.enum(['trial', 'expired', 'active']).describe('`active` is on a plan and does not end'),
    plan: z.string(),
    created_at: timestamp,
    expires_at: timestamp,
  }),
  usage,
  workflow: workflowView,
  kb: z.object({
    sources: z.object({
      queued: z.number().int(),
      ingesting: z.number().int(),
      ready: z.number().int(),
      failed: z.number().int(),
    }),
    chunks: z.number().int(),
    assessment: assessmentSummary.extend({ up_to_date: z.boolean() }).optional(),
  }),
  tools: z.array(z.string()),
});
export type TrialState = z.infer<typeof trialState>;

export const startTrialRoute = defineRoute({
  operationId: 'startTrial',
  method: 'POST',
  path: '/api/trial/start',
  summary: 'Start a free trial; answers with the trial token, once.',
  auth: 'anonymous',
  body: startTrialBody,
  idempotent: false,
  limits: ['api-hour', 'trial-start-hour'],
  responses: { 201: { description: 'The trial has begun.', schema: startTrialResult } },
  errors: [],
});

export const getTrialRoute = defineRoute({
  operationId: 'getTrial',
  method: 'GET',
  path: '/api/trial',
  summary: 'The trial: tenant, usage, workflow, knowledge base, tools.',
  auth: 'tenant',
  scope: 'trial:read',
  responses: { 200: { description: 'The state now.', schema: trialState } },
  errors: [],
});

export const trialEventsRoute = defineRoute({
  operationId: 'trialEvents',
  method: 'GET',
  path: '/api/trial/events',
  summary: 'Live `ingestion` and `workflow` events with a monotonic id; `Last-Event-ID` resumes.',
  auth: 'tenant',
  scope: 'trial:read',
  responses: { 200: { description: 'Server-sent events.', contentType: 'text/event-stream' } },
  errors: [],
});

export const requestResumeRoute = defineRoute({
  operationId: 'requestResume',
  method: 'POST',
  path: '/api/trial/resume',
  summary: 'Mail a link that opens the trials of this address. The answer is the same whether there are any.',
  auth: 'anonymous',
  body: z.strictObject({ email: z.email().max(254) }),
  limits: ['api-hour', 'trial-resume-hour'],
  responses: { 202: { description: 'If there is a trial of this address, a link is on its way.' } },
  errors: [],
});

export const redeemResumeRoute = defineRoute({
  operationId: 'redeemResume',
  method: 'POST',
  path: '/api/trial/resume/redeem',
  summary: 'Exchange the secret of a mailed link, once, for a trial token.',
  auth: 'anonymous',
  body: z.strictObject({ secret: z.string().max(64).describe('What follows `#resume=` in the link') }),
  limits: ['api-hour', 'trial-redeem-hour'],
  responses: { 200: { description: 'A new token; those from before still work.', schema: startTrialResult } },
  errors: ['unauthenticated'],
});
