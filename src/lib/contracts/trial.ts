/** The trial: start one, read its state, follow its events. */
import { z } from 'zod';
import { assessmentSummary } from './assessment.ts';
import { timestamp, uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';

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
    status: z.enum(['trial', 'expired']),
    created_at: timestamp,
    expires_at: timestamp,
  }),
  usage,
  workflow: z.object({
    workflow_id: uuid,
    current_step: z.string(),
    status: z.string(),
    progress_percent: z.number().int().min(0).max(100),
    steps_completed: z.array(z.string()),
    interrupts: z.array(z.unknown()),
  }),
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
  summary: 'Live `ingestion` events with a monotonic id; `Last-Event-ID` resumes.',
  auth: 'tenant',
  scope: 'trial:read',
  responses: { 200: { description: 'Server-sent events.', contentType: 'text/event-stream' } },
  errors: [],
});
