/** The tools of an assistant: which there are, how they are set up and run, and the actions an answer may offer. */
import { z } from 'zod';
import { EMAIL_MAX_CHARS, URL_MAX_CHARS } from '#lib/core/limits.ts';
import { pageQuery, timestamp, uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';

/** Every tool of the catalogue (lib/tools/catalogue.ts). */
export const TOOL_NAMES = [
  'search_knowledge_base',
  'capture_lead',
  'book_appointment',
  'escalate_to_human',
  'search_products',
  'track_order',
  'calculate_quote',
  'check_availability',
  'explain_feature',
  'lookup_policy',
] as const;
const toolName = z.enum(TOOL_NAMES);
export type ToolName = z.infer<typeof toolName>;

const FIELD_TYPES = ['text', 'email', 'tel', 'textarea', 'date', 'select', 'number'] as const;

/** One input of the small form that runs a tool. */
const actionField = z.object({
  name: z.string(),
  label: z.string(),
  type: z.enum(FIELD_TYPES),
  required: z.boolean(),
  options: z.array(z.string()).optional().describe('Of a select'),
  value: z.string().optional().describe('What is known already; the visitor may change it'),
});
export type ActionField = z.infer<typeof actionField>;

/** Offered beside an answer: a button, then its form, and only then `POST /api/tools/run`. Nothing happens without it. */
export const toolAction = z.object({
  tool: toolName,
  title: z.string().describe('Of the button'),
  reason: z.string().describe('Why it is offered, in a sentence'),
  fields: z.array(actionField),
});
export type ToolAction = z.infer<typeof toolAction>;

const toolSettings = z.object({
  endpoint_url: z
    .string()
    .nullable()
    .describe(
      'Of your service: asked by tools of kind `endpoint`, told by those of kind `record` (a webhook)',
    ),
  notify_email: z
    .string()
    .nullable()
    .describe('Where records are mailed to; null: to the address of the trial'),
  secret_set: z
    .boolean()
    .describe('Whether requests to the endpoint are signed with a secret you were given'),
});

const toolState = z.object({
  tool: toolName,
  title: z.string(),
  description: z.string(),
  kind: z.enum(['documents', 'endpoint', 'record']),
  endpoint: z.enum(['none', 'may', 'must']).describe('Whether it needs your endpoint'),
  assigned: z.boolean(),
  usable: z.boolean().describe('Assigned, and set up as far as it must be'),
  reason: z.string().describe('Why it was recommended, or empty'),
  origin: z.enum(['always', 'recommended', 'edited', 'none']),
  settings: toolSettings,
});

export const updateToolsBody = z.strictObject({
  tools: z
    .array(
      z.strictObject({
        tool: toolName,
        assigned: z.boolean().optional(),
        endpoint_url: z.string().max(URL_MAX_CHARS).nullable().optional(),
        notify_email: z.email().max(EMAIL_MAX_CHARS).nullable().optional(),
        new_secret: z.literal(true).optional().describe('Replaces the signing secret'),
      }),
    )
    .min(1)
    .max(TOOL_NAMES.length),
});
export type UpdateToolsInput = z.infer<typeof updateToolsBody>;

const toolStates = z.object({ tools: z.array(toolState) });
export type ToolStates = z.infer<typeof toolStates>;
const updatedTools = toolStates.extend({
  secrets: z
    .array(z.object({ tool: toolName, signing_secret: z.string() }))
    .describe('New ones, shown once: requests are signed with them (Standard Webhooks)'),
});
export type UpdatedTools = z.infer<typeof updatedTools>;

export const listToolsRoute = defineRoute({
  operationId: 'listTools',
  method: 'GET',
  path: '/api/trial/tools',
  summary: 'Every tool there is, whether it is assigned and why, and how it is set up.',
  auth: 'tenant',
  scope: 'trial:read',
  responses: { 200: { description: 'The tools.', schema: toolStates } },
  errors: [],
});

export const updateToolsRoute = defineRoute({
  operationId: 'updateTools',
  method: 'PUT',
  path: '/api/trial/tools',
  summary: 'Assign tools or take them away, and set them up; what is left out stays as it is.',
  auth: 'tenant',
  scope: 'trial:write',
  body: updateToolsBody,
  responses: { 200: { description: 'The tools now.', schema: updatedTools } },
  errors: ['trial_expired'],
});

export const runToolBody = z.strictObject({
  tool: toolName,
  input: z.record(z.string(), z.unknown()).describe('The fields of the action'),
  request_id: z.string().min(1).max(128).optional().describe('Of the answer that offered it'),
});
export type RunToolInput = z.infer<typeof runToolBody>;

export const toolRunResult = z.object({
  tool: toolName,
  status: z.enum(['done', 'failed']),
  message: z.string().describe('For the visitor; plain text'),
  data: z.unknown().optional(),
});
export type ToolRunResult = z.infer<typeof toolRunResult>;

export const runToolRoute = defineRoute({
  operationId: 'runTool',
  method: 'POST',
  path: '/api/tools/run',
  summary:
    'Run an assigned tool with the fields of its action: the only way in which a tool changes anything.',
  auth: 'tenant_or_visitor',
  scope: 'ask',
  cors: 'visitor',
  body: runToolBody,
  idempotent: true,
  limits: ['api-hour', 'tools-minute', 'visitor-tools-minute', 'visitor-address-minute'],
  responses: { 200: { description: 'What came of it.', schema: toolRunResult } },
  errors: ['not_found', 'trial_expired'],
});

export const RECORD_KINDS = ['lead', 'booking', 'escalation'] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

const toolRecord = z.object({
  id: uuid,
  kind: z.enum(RECORD_KINDS),
  name: z.string(),
  email: z.string(),
  phone: z.string().nullable(),
  message: z.string().nullable(),
  wanted_date: z.string().optional().describe('Of a booking'),
  wanted_time: z.string().optional().describe('Of a booking'),
  session_id: uuid.nullable(),
  request_id: z.string(),
  created_at: timestamp,
});
export type ToolRecord = z.infer<typeof toolRecord>;

const listOf = (operationId: string, path: `/api/${string}`, summary: string) =>
  defineRoute({
    operationId,
    method: 'GET',
    path,
    summary,
    auth: 'tenant',
    scope: 'trial:read',
    query: pageQuery,
    responses: {
      200: {
        description: 'A page, the newest first.',
        schema: z.object({ records: z.array(toolRecord), next_cursor: z.string().nullable() }),
      },
    },
    errors: [],
  });

export const listLeadsRoute = listOf('listLeads', '/api/trial/leads', 'Who has left contact details.');
export const listBookingsRoute = listOf(
  'listBookings',
  '/api/trial/bookings',
  'Who asks for an appointment, a viewing or a demo.',
);
export const listEscalationsRoute = listOf(
  'listEscalations',
  '/api/trial/escalations',
  'Who needs a person.',
);
