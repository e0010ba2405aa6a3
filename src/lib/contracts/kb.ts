/** The knowledge base: give documents, follow them, read what was stored, remove them. */
import { z } from 'zod';
import { TEXT_CONTENT_MAX_CHARS, TEXT_TITLE_MAX_CHARS, URL_MAX_CHARS } from '#lib/core/limits.ts';
import { pageQuery, timestamp, uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';

export const SOURCE_STATUSES = ['queued', 'ingesting', 'ready', 'failed'] as const;
export type SourceStatus = (typeof SOURCE_STATUSES)[number];
export const SOURCE_KINDS = ['file', 'text'] as const;

export const acceptedSource = z.object({
  source_id: uuid,
  name: z.string(),
  status: z.enum(SOURCE_STATUSES),
  duplicate: z.boolean().describe('The same content is already there; nothing was stored twice'),
});
export const acceptedSources = z.object({ sources: z.array(acceptedSource) });
export type AcceptedSource = z.infer<typeof acceptedSource>;

export const source = z.object({
  source_id: uuid,
  kind: z.enum(SOURCE_KINDS),
  name: z.string(),
  title: z.string().nullable(),
  url: z.string().nullable(),
  bytes: z.number().int(),
  status: z.enum(SOURCE_STATUSES),
  progress_percent: z.number().int().min(0).max(100),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  chunks: z.number().int(),
  created_at: timestamp,
  updated_at: timestamp,
});
export type Source = z.infer<typeof source>;

/** An SSE `ingestion` event's data. */
export const ingestionEvent = source.pick({
  source_id: true,
  name: true,
  status: true,
  progress_percent: true,
  error: true,
  chunks: true,
});
export type IngestionEvent = z.infer<typeof ingestionEvent>;

export const chunk = z.object({
  chunk_id: z.string(),
  source_id: uuid,
  ordinal: z.number().int(),
  title: z.string(),
  heading: z.string().nullable(),
  page: z.number().int().nullable(),
  text: z.string(),
});
export type ChunkView = z.infer<typeof chunk>;

const sourceParams = z.object({ source_id: uuid });
const write = { auth: 'tenant', scope: 'kb:write' } as const;
const read = { auth: 'tenant', scope: 'kb:read' } as const;

export const uploadRoute = defineRoute({
  operationId: 'uploadFiles',
  method: 'POST',
  path: '/api/trial/kb/upload',
  summary: 'Give 1–20 files (pdf, docx, html, md, txt, csv) as multipart `files`.',
  ...write,
  multipart: true,
  idempotent: true,
  limits: ['api-hour', 'ingest-hour'],
  responses: { 202: { description: 'Stored and queued.', schema: acceptedSources } },
  errors: ['file_empty', 'file_too_large', 'too_many_files', 'unsupported_file_type', 'quota_exceeded'],
});

export const addTextBody = z.strictObject({
  title: z.string().trim().min(1).max(TEXT_TITLE_MAX_CHARS),
  content: z.string().min(1).max(TEXT_CONTENT_MAX_CHARS),
  url: z
    .url({ protocol: /^https?$/ })
    .max(URL_MAX_CHARS)
    .optional(),
});
export type AddTextInput = z.infer<typeof addTextBody>;

export const addTextRoute = defineRoute({
  operationId: 'addText',
  method: 'POST',
  path: '/api/trial/kb/text',
  summary: 'Give pasted text.',
  ...write,
  body: addTextBody,
  idempotent: true,
  limits: ['api-hour', 'ingest-hour'],
  responses: { 202: { description: 'Stored and queued.', schema: acceptedSources } },
  errors: ['file_empty', 'quota_exceeded'],
});

export const listSourcesRoute = defineRoute({
  operationId: 'listSources',
  method: 'GET',
  path: '/api/trial/kb',
  summary: 'The sources, newest first.',
  ...read,
  query: pageQuery,
  responses: {
    200: {
      description: 'A page of sources.',
      schema: z.object({ sources: z.array(source), next_cursor: z.string().nullable() }),
    },
  },
  errors: [],
});

export const getSourceRoute = defineRoute({
  operationId: 'getSource',
  method: 'GET',
  path: '/api/trial/kb/{source_id}',
  summary: 'One source.',
  ...read,
  params: sourceParams,
  responses: { 200: { description: 'The source.', schema: source } },
  errors: ['not_found'],
});

export const listChunksRoute = defineRoute({
  operationId: 'listChunks',
  method: 'GET',
  path: '/api/trial/kb/{source_id}/chunks',
  summary: 'The chunks of a source in reading order; `around` starts the page just before a cited chunk.',
  ...read,
  params: sourceParams,
  query: pageQuery.extend({
    around: z
      .string()
      .regex(/^\d{1,18}$/)
      .optional()
      .describe('a `chunk_id`'),
  }),
  responses: {
    200: {
      description: 'A page of chunks.',
      schema: z.object({ chunks: z.array(chunk), next_cursor: z.string().nullable() }),
    },
  },
  errors: ['not_found'],
});

export const removeSourceRoute = defineRoute({
  operationId: 'removeSource',
  method: 'DELETE',
  path: '/api/trial/kb/{source_id}',
  summary: 'Remove a source, its file and its chunks.',
  ...write,
  params: sourceParams,
  responses: { 204: { description: 'Gone.' } },
  errors: ['not_found'],
});
