/** API keys of a tenant: made, listed without their secret, revoked. */
import { z } from 'zod';
import { SCOPES } from '#lib/core/caller.ts';
import { timestamp, uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';

export const createKeyBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
  expires_at: timestamp.optional(),
});
export type CreateKeyInput = z.infer<typeof createKeyBody>;

export const apiKey = z.object({
  key_id: uuid,
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  created_at: timestamp,
  expires_at: timestamp.nullable(),
  last_used_at: timestamp.nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;

const write = { auth: 'tenant', scope: 'trial:write' } as const;

export const createKeyRoute = defineRoute({
  operationId: 'createKey',
  method: 'POST',
  path: '/api/trial/keys',
  summary: 'Make an API key; it is shown once.',
  ...write,
  body: createKeyBody,
  responses: {
    201: { description: 'The key.', schema: apiKey.extend({ key: z.string().describe('Shown once') }) },
  },
  errors: ['quota_exceeded'],
});

export const listKeysRoute = defineRoute({
  operationId: 'listKeys',
  method: 'GET',
  path: '/api/trial/keys',
  summary: 'The API keys that work now.',
  ...write,
  responses: { 200: { description: 'The keys.', schema: z.object({ keys: z.array(apiKey) }) } },
  errors: [],
});

export const revokeKeyRoute = defineRoute({
  operationId: 'revokeKey',
  method: 'DELETE',
  path: '/api/trial/keys/{key_id}',
  summary: 'Revoke an API key; the next request with it is refused.',
  ...write,
  params: z.object({ key_id: uuid }),
  responses: { 204: { description: 'Revoked.' } },
  errors: ['not_found'],
});
