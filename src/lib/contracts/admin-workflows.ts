/** Workflows of all tenants for operators: listed, looked into, and moved on. */
import { z } from 'zod';
import type { ErrorCode } from '#lib/core/errors.ts';
import { pageQuery, timestamp, uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';
import { WORKFLOW_STATUSES, WORKFLOW_STEPS, workflowTransition, workflowView } from './workflow.ts';

const step = z.enum(WORKFLOW_STEPS);

export const adminWorkflow = workflowView.extend({
  tenant_id: uuid,
  business_name: z.string(),
  updated_at: timestamp,
});
export type AdminWorkflow = z.infer<typeof adminWorkflow>;

export const listWorkflowsQuery = pageQuery.extend({
  status: z.enum(WORKFLOW_STATUSES).optional(),
  step: step.optional(),
  waits_for: z.enum(['operator', 'tenant']).optional().describe('Paused ones, by whose answer they need'),
});
export type ListWorkflowsQuery = z.infer<typeof listWorkflowsQuery>;

export const listWorkflowsRoute = defineRoute({
  operationId: 'listWorkflows',
  method: 'GET',
  path: '/api/admin/workflows',
  summary: 'The workflows of all tenants, newest first.',
  auth: 'admin',
  role: 'viewer',
  query: listWorkflowsQuery,
  responses: {
    200: {
      description: 'A page.',
      schema: z.object({ workflows: z.array(adminWorkflow), next_cursor: z.string().nullable() }),
    },
  },
  errors: [],
});

const params = z.object({ workflow_id: uuid });

export const adminWorkflowDetail = z.object({
  workflow: adminWorkflow,
  history: z.array(workflowTransition).describe('Newest first, the last 200'),
  details: z
    .record(z.string(), z.unknown())
    .describe('What steps have found out, by step; of `kb_assess` the assessment behind a pause'),
});
export type AdminWorkflowDetail = z.infer<typeof adminWorkflowDetail>;

export const getAdminWorkflowRoute = defineRoute({
  operationId: 'getAdminWorkflow',
  method: 'GET',
  path: '/api/admin/workflows/{workflow_id}',
  summary: 'A workflow with its history and what its steps have found out.',
  auth: 'admin',
  role: 'viewer',
  params,
  responses: { 200: { description: 'The workflow.', schema: adminWorkflowDetail } },
  errors: [],
});

const note = z.string().trim().min(1).max(500).optional().describe('Kept in the history, such as why');
const noted = z.strictObject({ note });

const operation = {
  method: 'POST',
  auth: 'admin',
  role: 'operator',
  params,
  responses: { 200: { description: 'The workflow after it.', schema: workflowView } },
} as const;
const errors: ErrorCode[] = ['not_found', 'conflict', 'trial_expired'];

export const adminResumeWorkflowRoute = defineRoute({
  ...operation,
  errors,
  operationId: 'adminResumeWorkflow',
  path: '/api/admin/workflows/{workflow_id}/resume',
  summary: 'Go on after a pause that waits for the tenant, or after a rollback.',
  body: noted,
});

export const adminRetryWorkflowRoute = defineRoute({
  ...operation,
  errors,
  operationId: 'adminRetryWorkflow',
  path: '/api/admin/workflows/{workflow_id}/retry',
  summary: 'Run the paused step again.',
  body: noted,
});

export const adminApproveWorkflowRoute = defineRoute({
  ...operation,
  errors,
  operationId: 'adminApproveWorkflow',
  path: '/api/admin/workflows/{workflow_id}/approve',
  summary: 'Pass a pause that waits for an operator; the next step begins.',
  body: noted,
});

export const adminRejectWorkflowRoute = defineRoute({
  ...operation,
  errors,
  operationId: 'adminRejectWorkflow',
  path: '/api/admin/workflows/{workflow_id}/reject',
  summary: 'End a workflow that waits for an operator as failed.',
  body: noted,
});

export const adminCancelWorkflowRoute = defineRoute({
  ...operation,
  errors,
  operationId: 'adminCancelWorkflow',
  path: '/api/admin/workflows/{workflow_id}/cancel',
  summary: 'Stop a workflow for good; what it has made stays.',
  body: noted,
});

export const adminRollbackWorkflowRoute = defineRoute({
  ...operation,
  errors,
  operationId: 'adminRollbackWorkflow',
  path: '/api/admin/workflows/{workflow_id}/rollback',
  summary: 'Take back what a step and those after it have made, and stop there.',
  body: z.strictObject({ to: step.exclude(['trial_init']), note }),
});
