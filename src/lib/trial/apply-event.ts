/** Applies an event to a workflow's row: transition, history, live event, next job and mail, all in one transaction. */
import type { WorkflowView } from '#lib/contracts/workflow.ts';
import { WORKFLOW_STEPS } from '#lib/contracts/workflow.ts';
import { hasMail } from '#lib/mail/mail-store.ts';
import { queueMail } from '#lib/mail/queue-mail.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { TenantTransaction } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import { appendEvent } from './event-store.ts';
import { newResumeLink } from './resume-link.ts';
import { selectTenantContact } from './trial-store.ts';
import {
  completedSteps,
  progressPercent,
  transition,
  type WorkflowEvent,
  type WorkflowState,
} from './workflow-engine.ts';
import { inputNeededMail, liveMail } from './workflow-mails.ts';
import {
  type Actor,
  forgetStepDetails,
  insertTransition,
  setStepDetail,
  updateWorkflow,
  type WorkflowRow,
} from './workflow-store.ts';

export interface WorkflowPorts {
  jobs: JobQueue;
  clock: Clock;
  publicUrl: string;
}

export interface Applied {
  actor: Actor;
  /** Kept in the history and, of a step's outcome, in the workflow's state. */
  detail?: Record<string, unknown> | undefined;
}

/** Whatever begins a step anew; a step that is only tried again has begun before. */
const BEGINS = new Set(['resume', 'retry', 'kb_changed', 'rollback']);
const OUTCOMES = new Set(['step_done', 'step_interrupted', 'reassessed']);

/** `row` must be locked. Null when the event has no place there: then nothing has changed. */
export async function applyEvent(
  ports: WorkflowPorts,
  tx: TenantTransaction,
  row: WorkflowRow,
  event: WorkflowEvent,
  { actor, detail }: Applied,
): Promise<WorkflowRow | null> {
  const { step, status, attempts, interrupt, undoing } = row;
  const moved = transition({ step, status, attempts, interrupt, undoing }, event);
  if (!moved) return null;
  const now = ports.clock.now();
  const { state, effects } = moved;
  const run = effects.find((effect) => effect.type === 'run');
  const begins = state.step !== row.step || BEGINS.has(event.type);
  const next = {
    state,
    now,
    interruptedAt: state.interrupt && (state.interrupt === interrupt ? row.interruptedAt : now.toISOString()),
    stepSince: begins ? now : row.stepSince,
    runAt: run ? new Date(now.getTime() + run.delayMs) : null,
  };
  const rollsBack = event.type === 'rollback';
  // The worker that loses its lease here may still be at work: undoing begins when its lease would have ended.
  if (!(await updateWorkflow(tx, row.version, next, { keepLeaseTime: rollsBack }))) return null;
  const version = row.version + 1;
  await insertTransition(tx, {
    tenantId: row.tenantId,
    version,
    event: event.type,
    actor,
    from: row,
    to: state,
    detail: detail ?? {},
    at: now,
  });
  const { interruptedAt, stepSince, runAt } = next;
  const lease = { leaseToken: null, leased: rollsBack && row.leased };
  const after: WorkflowRow = { ...row, ...state, interruptedAt, stepSince, runAt, version, ...lease };
  if (detail && OUTCOMES.has(event.type)) {
    await setStepDetail(tx, event.type === 'reassessed' ? 'kb_assess' : row.step, detail);
  }
  if (rollsBack) await forgetStepDetails(tx, WORKFLOW_STEPS.slice(WORKFLOW_STEPS.indexOf(state.step)));
  for (const effect of effects) if (effect.type === 'mail') await mail(ports, tx, after, effect.about);
  await appendEvent(tx, 'workflow', viewOf(after));
  if (run) await enqueueRun(ports, tx, after.tenantId, run.delayMs);
  return after;
}

export async function enqueueRun(
  ports: { jobs: JobQueue },
  tx: TenantTransaction,
  tenantId: string,
  delayMs: number,
): Promise<void> {
  await ports.jobs.enqueue(
    tx,
    'run-workflow-step',
    { tenant_id: tenantId },
    { delaySeconds: Math.ceil(delayMs / 1_000) },
  );
}

export function viewOf(row: WorkflowState & Pick<WorkflowRow, 'workflowId' | 'interruptedAt'>): WorkflowView {
  const { step, interrupt, interruptedAt } = row;
  return {
    workflow_id: row.workflowId,
    current_step: step,
    status: row.status,
    progress_percent: progressPercent(row),
    steps_completed: [...completedSteps(row)],
    interrupts: interrupt
      ? [{ step, kind: interrupt.kind, reason: interrupt.reason, raised_at: interruptedAt ?? '' }]
      : [],
    undoing: row.undoing,
  };
}

async function mail(
  ports: WorkflowPorts,
  tx: TenantTransaction,
  row: WorkflowRow,
  about: 'input_needed' | 'live',
): Promise<void> {
  const { tenantId } = row;
  // Going live is news once, and a pause of one kind once a day: with every document that is not enough it pauses anew.
  const day = ports.clock.now().toISOString().slice(0, 10);
  const dedupeKey = about === 'live' ? 'live' : `input_needed:${row.step}:${row.interrupt?.kind}:${day}`;
  const contact = await selectTenantContact(tx);
  if (!contact || (await hasMail(tx, dedupeKey))) return;
  const link = await newResumeLink(ports, tx, { tenantId, requested: false });
  const words = { businessName: contact.business_name, link };
  const written = about === 'live' ? liveMail(words) : inputNeededMail(words, row.interrupt?.reason ?? '');
  await queueMail(ports, tx, { tenantId, to: contact.email, dedupeKey, ...written });
}
