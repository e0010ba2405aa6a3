/** For machines that watch us: health and the contract itself. */
import { z } from 'zod';
import { defineRoute } from './route-contract.ts';

export const liveRoute = defineRoute({
  operationId: 'live',
  method: 'GET',
  path: '/api/health/live',
  summary: 'The process answers.',
  auth: 'anonymous',
  limits: [],
  responses: { 200: { description: 'Alive.', schema: z.object({ status: z.literal('ok') }) } },
  errors: [],
});

export const PART_STATES = ['ok', 'degraded', 'down'] as const;
export const readiness = z.object({
  status: z.enum([...PART_STATES, 'shutting_down']),
  parts: z.object({
    database: z.enum(PART_STATES),
    jobs: z.enum(PART_STATES),
    rate_limits: z.enum(PART_STATES),
    embedding_model: z.enum(PART_STATES),
    chat_model: z.enum([...PART_STATES, 'off']),
  }),
});
export type Readiness = z.infer<typeof readiness>;

export const readyRoute = defineRoute({
  operationId: 'ready',
  method: 'GET',
  path: '/api/health/ready',
  summary: 'Whether requests can be served; names the failing part by kind only.',
  auth: 'anonymous',
  limits: [],
  responses: {
    200: { description: 'Ready, perhaps degraded.', schema: readiness },
    503: { description: 'Not ready.', schema: readiness },
  },
  errors: [],
});

export const metricsRoute = defineRoute({
  operationId: 'metrics',
  method: 'GET',
  path: '/api/metrics',
  summary: 'Numbers about the running process, as Prometheus reads them (docs/METRICS.md).',
  auth: 'anonymous',
  limits: [],
  responses: { 200: { description: 'All metrics of this process.', contentType: 'text/plain' } },
  errors: ['unauthenticated', 'not_found'],
});

export const openApiRoute = defineRoute({
  operationId: 'openApi',
  method: 'GET',
  path: '/api/openapi.json',
  summary: 'This contract as OpenAPI 3.1.',
  auth: 'anonymous',
  responses: { 200: { description: 'The document.', schema: z.record(z.string(), z.unknown()) } },
  errors: [],
});
