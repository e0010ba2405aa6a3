/** Asking: one question or a batch, answered from the knowledge base with citations. */
import { z } from 'zod';
import {
  BATCH_MAX_QUERIES,
  COMMENT_MAX_CHARS,
  QUERY_MAX_CHARS,
  TOP_K_DEFAULT,
  TOP_K_MAX,
} from '#lib/core/limits.ts';
import { problem, uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';
import { toolAction } from './tools.ts';

const queryText = z
  .string()
  .max(QUERY_MAX_CHARS)
  .refine((text) => text.trim().length > 0, 'The question is empty.');

export const askOneBody = z.strictObject({
  query: queryText,
  session_id: uuid.optional(),
  top_k: z.number().int().min(1).max(TOP_K_MAX).default(TOP_K_DEFAULT),
});
export type AskInput = z.infer<typeof askOneBody>;

export const askBatchBody = z.strictObject({
  queries: z
    .array(z.strictObject({ id: z.string().min(1).max(100).optional(), query: queryText }))
    .min(1)
    .max(BATCH_MAX_QUERIES),
  top_k: z.number().int().min(1).max(TOP_K_MAX).default(TOP_K_DEFAULT),
});
export type AskBatchInput = z.infer<typeof askBatchBody>;

export const citation = z.object({
  n: z.number().int().min(1),
  source_id: uuid,
  chunk_id: z.string(),
  title: z.string(),
  heading: z.string().nullable(),
  page: z.number().int().nullable(),
  url: z.string().nullable(),
  snippet: z.string(),
  score: z.number(),
});
export type Citation = z.infer<typeof citation>;

export const answer = z.object({
  answer: z.string(),
  answered: z.boolean(),
  confidence: z.number().min(0).max(1),
  mode: z
    .enum(['llm', 'extractive', 'curated'])
    .describe(
      '`curated`: word for word what people have written for the question; the entry is its own source',
    ),
  sources: z.array(citation),
  cached: z.boolean(),
  actions: z
    .array(toolAction)
    .optional()
    .describe('Tools that may help further; each needs the visitor’s word'),
});
export type Answer = z.infer<typeof answer>;

export const askUsage = z.object({
  queries_used: z.number().int(),
  queries_limit: z.number().int(),
  prompt_tokens: z.number().int(),
  completion_tokens: z.number().int(),
});
export type AskUsage = z.infer<typeof askUsage>;

export const askOneResult = answer.extend({ usage: askUsage, session_id: uuid, request_id: z.string() });
export type AskResult = z.infer<typeof askOneResult>;

/** What a visitor is told: how much of the plan is used is the tenant's business. */
export const visitorAskResult = askOneResult.omit({ usage: true });
export type VisitorAskResult = z.infer<typeof visitorAskResult>;

const retrievalReport = z.object({
  queries: z.number().int(),
  unique_queries: z.number().int(),
  embedding_calls: z.number().int(),
  db_queries: z.number().int(),
  cache_hits: z.number().int(),
});

export const batchMember = z.union([
  answer.extend({ id: z.string() }),
  z.object({ id: z.string(), error: problem }),
]);
export type BatchMember = z.infer<typeof batchMember>;

export const askBatchResult = z.object({
  results: z.array(batchMember),
  retrieval: retrievalReport,
  usage: askUsage,
  request_id: z.string(),
});
export type AskBatchResult = z.infer<typeof askBatchResult>;

export const askBody = z.union([askOneBody, askBatchBody]);
type AskBody = AskInput | AskBatchInput;

export const askRoute = defineRoute({
  operationId: 'ask',
  method: 'POST',
  path: '/api/ask',
  summary:
    'Ask one question, or up to 50 in one batch (not as a visitor); `Accept: text/event-stream` streams either.',
  auth: 'tenant_or_visitor',
  scope: 'ask',
  cors: 'visitor',
  body: askBody,
  limits: ['api-hour', 'ask-minute', 'ask-hour', 'visitor-ask-minute', 'visitor-address-minute'],
  questions: (body) => ('queries' in (body as AskBody) ? (body as AskBatchInput).queries.length : 1),
  responses: {
    200: {
      description: 'The answer or answers; a visitor’s comes without `usage`.',
      schema: z.union([askOneResult, askBatchResult, visitorAskResult]),
    },
  },
  errors: ['quota_exceeded', 'trial_expired', 'reembed_required', 'model_unavailable'],
});

export const feedbackBody = z.strictObject({
  request_id: z.string().min(1).max(128),
  rating: z.enum(['up', 'down']),
  comment: z.string().max(COMMENT_MAX_CHARS).optional(),
});
export type FeedbackInput = z.infer<typeof feedbackBody>;

export const feedbackRoute = defineRoute({
  operationId: 'giveFeedback',
  method: 'POST',
  path: '/api/feedback',
  summary: 'Say whether an answer helped; a second word on the same answer replaces the first.',
  auth: 'tenant_or_visitor',
  scope: 'ask',
  cors: 'visitor',
  body: feedbackBody,
  responses: { 204: { description: 'Noted.' } },
  errors: ['not_found'],
});
