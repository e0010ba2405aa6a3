/** Rate limits that operators set for single tenants. */
import { z } from 'zod';
import { POLICY_LIMIT_MAX, POLICY_NAMES } from '#lib/core/rate-limit-policies.ts';
import { uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';

const policy = z.enum(POLICY_NAMES);
const units = z.number().int().min(0).max(POLICY_LIMIT_MAX);

export const setRateLimitsBody = z.strictObject({
  limits: z
    .partialRecord(policy, units.nullable())
    .refine((limits) => Object.keys(limits).length > 0, 'Name a policy')
    .describe('Units a window, by policy; 0 admits nothing, null takes a former setting back'),
});

export const tenantRateLimits = z.object({
  limits: z
    .partialRecord(policy, units)
    .describe('All that is set for this tenant in place of the product’s own'),
});
export type TenantRateLimits = z.infer<typeof tenantRateLimits>;

export const setRateLimitsRoute = defineRoute({
  operationId: 'setTenantRateLimits',
  method: 'POST',
  path: '/api/admin/trials/{tenant_id}/rate-limit',
  summary: 'Set rate limits for one tenant; they hold from its next request on.',
  auth: 'admin',
  role: 'operator',
  params: z.object({ tenant_id: uuid }),
  body: setRateLimitsBody,
  responses: { 200: { description: 'The limits now.', schema: tenantRateLimits } },
  errors: ['not_found'],
});
