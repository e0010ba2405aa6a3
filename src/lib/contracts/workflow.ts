/** The workflow from sign-up to a live assistant: its words, its state as the API shows it, and what a tenant may do. */
import { z } from 'zod';
import { timestamp, uuid } from './common.ts';

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

export const rollbackBody = z.strictObject({
  to: step.exclude(['trial_init']).describe('What this step and the ones after it have made is taken back'),
});
