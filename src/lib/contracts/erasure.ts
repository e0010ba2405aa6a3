/** Taking everything along, and erasing it: the whole trial, or one visitor. */
import { z } from 'zod';
import { VISITOR_ID_MAX_CHARS } from '#lib/core/limits.ts';
import { timestamp, uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';

const rowsByTable = z.record(z.string(), z.number().int().min(0)).describe('how many rows went, by table');

export const erasureReceipt = z.object({ tenant_id: uuid, purged_at: timestamp, rows: rowsByTable });
export type ErasureReceipt = z.infer<typeof erasureReceipt>;

export const visitorReceipt = z.object({
  visitor_id: z.string(),
  purged_at: timestamp,
  rows: rowsByTable,
});
export type VisitorReceipt = z.infer<typeof visitorReceipt>;

export const eraseTrialRoute = defineRoute({
  operationId: 'eraseTrial',
  method: 'DELETE',
  path: '/api/trial',
  summary: 'Erase the trial with everything in it, now and for good. Needs the trial token itself.',
  auth: 'tenant',
  scope: 'trial:write',
  responses: {
    200: { description: 'Everything is gone; the receipt is all that is kept.', schema: erasureReceipt },
  },
  errors: [],
});

export const exportTrialRoute = defineRoute({
  operationId: 'exportTrial',
  method: 'GET',
  path: '/api/trial/export',
  summary:
    'Everything of the trial, a JSON object a line: `{table, row}`, files in base64 parts, and `{end}` last, or `{error}`. Needs the trial token itself.',
  auth: 'tenant',
  scope: 'trial:read',
  responses: {
    200: { description: 'Complete when the last line has `end`.', contentType: 'application/x-ndjson' },
  },
  errors: [],
});

export const eraseVisitorRoute = defineRoute({
  operationId: 'eraseVisitor',
  method: 'DELETE',
  path: '/api/trial/visitors/{visitor_id}',
  summary: 'Erase what one visitor of yours asked and was answered.',
  auth: 'tenant',
  scope: 'trial:write',
  params: z.object({ visitor_id: z.string().min(1).max(VISITOR_ID_MAX_CHARS) }),
  responses: { 200: { description: 'It is gone.', schema: visitorReceipt } },
  errors: ['not_found'],
});
