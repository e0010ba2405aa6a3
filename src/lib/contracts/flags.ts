/** Feature flags for operators: listed with how their rollouts go, and set. */
import { z } from 'zod';
import { FLAG_KEYS } from '#lib/core/flag-keys.ts';
import { FLAG_TENANTS_LISTED_MAX } from '#lib/core/limits.ts';
import { timestamp, uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';

const tenants = z.array(uuid).max(FLAG_TENANTS_LISTED_MAX);

export const setFlagBody = z.strictObject({
  version: z.number().int().min(0).describe('The version it was made from; 0 for a flag that was never set'),
  enabled: z.boolean().describe('False turns it off for everybody, those on `allow` too'),
  percentage: z.number().int().min(0).max(100).describe('Of tenants; raising it keeps those who are in'),
  variant: z.string().max(64).optional().describe('What is served; without it what is served now'),
  allow: tenants.optional().describe('Tenants that have it whatever the percentage; without it as now'),
  deny: tenants.optional().describe('Tenants that never have it; wins over `allow`; without it as now'),
});
export type SetFlagInput = z.infer<typeof setFlagBody>;

const side = z.object({
  tenants: z.number().int(),
  calls: z.number().int(),
  failed: z.number().int(),
  slow: z.number().int(),
});

export const flagState = z.object({
  key: z.enum(FLAG_KEYS),
  kind: z.enum(['boolean', 'variant']),
  variants: z.array(z.string()),
  description: z.string(),
  off: z.string().describe('What a tenant gets that it is off for'),
  owner: z.string(),
  enabled: z.boolean(),
  percentage: z.number().int(),
  variant: z.string(),
  allow: z.array(uuid),
  deny: z.array(uuid),
  version: z.number().int(),
  updated_by: z.string().nullable().describe('An administrator, or `guard`; null for the default'),
  updated_at: timestamp.nullable(),
  slow_after_ms: z.number().int(),
  guard: z
    .enum(['idle', 'too_few_tenants', 'watching'])
    .describe('Idle unless chance decides about some tenants; with too few of them active it cannot tell'),
  cohort: side.describe('Work since this version for tenants that chance gave it to'),
  rest: side.describe('The same for those it did not'),
});
export type FlagState = z.infer<typeof flagState>;

export const flagAlert = z.object({
  alert_id: uuid,
  key: z.string(),
  version: z.number().int(),
  harm: z.enum(['failed', 'slow']),
  p: z.number().describe('Chance of such a difference if the flag did nothing'),
  cohort: side,
  rest: side,
  created_at: timestamp,
});
export type FlagAlert = z.infer<typeof flagAlert>;

export const flagForTenant = z.object({
  value: z.union([z.boolean(), z.string()]),
  variant: z.string().nullable(),
  reason: z.string().nullable().describe('In OpenFeature’s words'),
});

export const listFlagsQuery = z.object({
  tenant_id: uuid.optional().describe('Also tells what this tenant gets, and why'),
});
export type ListFlagsInput = z.infer<typeof listFlagsQuery>;

export const flagList = z.object({
  flags: z.array(flagState.extend({ for_tenant: flagForTenant.optional() })),
  alerts: z.array(flagAlert).describe('What the guard turned off, newest first'),
});
export type FlagList = z.infer<typeof flagList>;

export const listFlagsRoute = defineRoute({
  operationId: 'listFlags',
  method: 'GET',
  path: '/api/admin/flags',
  summary: 'Every feature flag, how its rollout goes, and what the guard turned off.',
  auth: 'admin',
  role: 'viewer',
  query: listFlagsQuery,
  responses: { 200: { description: 'The flags.', schema: flagList } },
  errors: [],
});

export const setFlagRoute = defineRoute({
  operationId: 'setFlag',
  method: 'PUT',
  path: '/api/admin/flags/{key}',
  summary: 'Set a feature flag; every instance has it within 5 s.',
  auth: 'admin',
  role: 'operator',
  params: z.object({ key: z.string().max(64) }),
  body: setFlagBody,
  responses: { 200: { description: 'The flag now.', schema: flagState } },
  errors: ['not_found', 'conflict'],
});
