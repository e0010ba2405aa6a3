/** The workflow from sign-up to a live assistant: its words, its state as the API shows it, and what a tenant may do. */
import { z } from 'zod';
import { timestamp, uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';

export const WORKFLOW_STEPS = [
  'trial_init',
  'kb_ingest',
  'kb_assess',
  'tool_assign',
  'branding_config',
  'widget_deploy',
  'go_live',
] as const;
export type WorkflowStep = (typeof WORKFLOW_STEPS)[number];

export const WORKFLOW_STATUSES = [
  'pending',
  'in_progress',
  'paused',
  'completed',
  'failed',
  'rolled_back',
  'cancelled',
] as const;
export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number];

export const INTERRUPT_KINDS = ['retry', 'manual_review', 'user_input', 'admin_approval'] as const;

const step = z.enum(WORKFLOW_STEPS);

export const workflowInterrupt = z.object({
  step,
  kind: z
    .enum(INTERRUPT_KINDS)
    .describe(
      'What it waits for: another try, a look by an operator, something from the tenant, an operator’s yes',
    ),
  reason: z.string(),
  raised_at: timestamp,
});
export type WorkflowInterrupt = z.infer<typeof workflowInterrupt>;

export const workflowView = z.object({
  workflow_id: uuid,
  current_step: step,
  status: z.enum(WORKFLOW_STATUSES),
  progress_percent: z.number().int().min(0).max(100),
  steps_completed: z.array(step),
  interrupts: z.array(workflowInterrupt).describe('At most one: a paused workflow waits for one thing'),
  undoing: step.nullable().describe('After a rollback: the step whose effects are being undone now'),
});
export type WorkflowView = z.infer<typeof workflowView>;

export const workflowTransition = z.object({
  version: z.number().int().describe('1, 2, 3 … without gaps'),
  event: z.string(),
  actor: z.string().describe('`workflow`, `tenant`, `clock` or `admin:` and an id'),
  from_step: step.nullable(),
  from_status: z.enum(WORKFLOW_STATUSES).nullable(),
  to_step: step,
  to_status: z.enum(WORKFLOW_STATUSES),
  detail: z.record(z.string(), z.unknown()),
  at: timestamp,
});
export type WorkflowTransition = z.infer<typeof workflowTransition>;

export const workflowHistory = z.object({
  workflow: workflowView,
  history: z.array(workflowTransition).describe('Newest first, the last 200'),
});
export type WorkflowHistory = z.infer<typeof workflowHistory>;

export const getWorkflowRoute = defineRoute({
  operationId: 'getWorkflow',
  method: 'GET',
  path: '/api/trial/workflow',
  summary: 'The set-up of the assistant, and every transition it has made.',
  auth: 'tenant',
  scope: 'trial:read',
  responses: { 200: { description: 'Where it is, and how it came there.', schema: workflowHistory } },
  errors: [],
});

const operation = {
  method: 'POST',
  auth: 'tenant',
  scope: 'trial:write',
  responses: { 200: { description: 'The workflow after it.', schema: workflowView } },
} as const;

export const resumeWorkflowRoute = defineRoute({
  ...operation,
  operationId: 'resumeWorkflow',
  path: '/api/trial/workflow/resume',
  summary: 'Go on after a pause that waited for you, or after a rollback.',
  errors: ['conflict', 'trial_expired'],
});

export const retryWorkflowRoute = defineRoute({
  ...operation,
  operationId: 'retryWorkflow',
  path: '/api/trial/workflow/retry',
  summary: 'Run the paused step again, whatever it paused for; a review is made anew, not passed.',
  errors: ['conflict', 'trial_expired'],
});

export const cancelWorkflowRoute = defineRoute({
  ...operation,
  operationId: 'cancelWorkflow',
  path: '/api/trial/workflow/cancel',
  summary: 'Stop the set-up for good; what it has made stays. Needs the trial token itself.',
  errors: ['conflict', 'trial_expired', 'forbidden'],
});

export const rollbackWorkflowRoute = defineRoute({
  ...operation,
  operationId: 'rollbackWorkflow',
  path: '/api/trial/workflow/rollback',
  summary:
    'Take back what a step and the ones after it have made, and stop there. Needs the trial token itself.',
  body: z.strictObject({
    to: step.exclude(['trial_init']).describe('The step to go back to; `resume` begins it anew'),
  }),
  errors: ['conflict', 'trial_expired', 'forbidden'],
});
