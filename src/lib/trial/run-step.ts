/** Does what a workflow needs now: claims it, runs the step's verb, and stores the outcome under the claim alone. */
import { randomUUID } from 'node:crypto';
import type { JobData } from '#lib/contracts/jobs.ts';
import type { WorkflowStep } from '#lib/contracts/workflow.ts';
import { type AppError, toAppError } from '#lib/core/errors.ts';
import { STEP_RENEW_MS, STEP_RETRY_MS, STEP_WAIT_JOB_MAX_MS } from '#lib/core/limits.ts';
import { holdClaim } from '#lib/kb/hold-claim.ts';
import { outwaitDatabase } from '#lib/kb/outwait-database.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database, TenantTransaction } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import { applyEvent, enqueueRun } from './apply-event.ts';
import { claimTask, type Task } from './claim-task.ts';
import type { StepInput, StepOutcome } from './step.ts';
import type { WorkflowEvent } from './workflow-engine.ts';
import {
  lockWorkflow,
  renewLease,
  returnLease,
  selectKnowledge,
  setSeenKbVersion,
  type WorkflowRow,
} from './workflow-store.ts';

export interface StepVerbs {
  run(input: StepInput): Promise<StepOutcome>;
  /** Takes back what the step has made; harmless to repeat. */
  undo?(input: { tenantId: string }): Promise<void>;
}

/** A step that is not here has nothing to do and is done at once. */
export type StepRegistry = Partial<Record<WorkflowStep, StepVerbs>>;

type Ports = {
  database: Database;
  jobs: JobQueue;
  clock: Clock;
  log: Log;
  publicUrl: string;
  telemetry: Telemetry;
};

type Result =
  | { kind: 'outcome'; outcome: StepOutcome }
  | { kind: 'undone' }
  | { kind: 'failed'; failure: AppError }
  /** This worker is stopping: nothing was wrong with the step. */
  | { kind: 'stopped' };

/** What looks at the knowledge base, and so need not be told of what it has seen. */
const LOOKS: ReadonlySet<WorkflowStep> = new Set(['kb_ingest', 'kb_assess']);

/**
 * Does nothing when there is nothing to do. Throws only when the database is away for long: then the lease runs out, and
 * the workflow is found and sent again.
 */
export async function runStep(
  ports: Ports,
  steps: StepRegistry,
  job: JobData<'run-workflow-step'>,
  signal: AbortSignal,
): Promise<void> {
  const tenantId = job.tenant_id;
  const token = randomUUID();
  const assesses = steps.kb_assess !== undefined;
  const task = await ports.database.asTenant(tenantId, (tx) => claimTask(ports, tx, token, { assesses }));
  if (!task) return;
  const renew = () => ports.database.asTenant(tenantId, (tx) => renewLease(tx, task.lease));
  const held = holdClaim(renew, STEP_RENEW_MS);
  try {
    const result = await perform(steps, task, AbortSignal.any([signal, held.lost]), signal);
    if (held.lost.aborted) return;
    if (result.kind === 'failed') tell(ports, task, result.failure);
    const stored = await outwaitDatabase(signal, () =>
      ports.database.asTenant(tenantId, async (tx) => {
        const row = await lockWorkflow(tx);
        // The fence: whoever lost the lease stores nothing.
        if (row?.leaseToken !== task.lease.token || row.version !== task.lease.version) return false;
        await store(ports, tx, row, task, result);
        return true;
      }),
    );
    if (stored) count(ports.telemetry, task, result);
  } finally {
    held.release();
  }
  ports.jobs.wake('run-workflow-step');
  ports.jobs.wake('send-mail');
}

/** Assessing again and taking back are not steps of a set-up that goes on. */
function count(telemetry: Telemetry, { kind, step }: Task, result: Result): void {
  const outcome = countedOutcome(result);
  if (kind === 'run' && outcome !== null)
    telemetry.count('frontdesk_workflow_steps_total', { step, outcome });
}

function countedOutcome(result: Result): 'completed' | 'paused' | 'failed' | null {
  if (result.kind === 'failed') return 'failed';
  if (result.kind !== 'outcome' || result.outcome.outcome === 'wait') return null;
  return result.outcome.outcome === 'done' ? 'completed' : 'paused';
}

async function perform(
  steps: StepRegistry,
  task: Task,
  signal: AbortSignal,
  stopping: AbortSignal,
): Promise<Result> {
  const { tenantId, workflowId, step } = task;
  try {
    if (task.kind === 'undo') {
      await steps[step]?.undo?.({ tenantId });
      return { kind: 'undone' };
    }
    const outcome = (await steps[step]?.run({ tenantId, workflowId, signal })) ?? {
      outcome: 'done' as const,
    };
    return { kind: 'outcome', outcome };
  } catch (error) {
    return stopping.aborted ? { kind: 'stopped' } : { kind: 'failed', failure: toAppError(error) };
  }
}

async function store(
  ports: Ports,
  tx: TenantTransaction,
  row: WorkflowRow,
  task: Task,
  result: Result,
): Promise<void> {
  const now = ports.clock.now().getTime();
  const again = async (delayMs: number) => {
    await returnLease(tx, new Date(now + delayMs));
    if (delayMs <= STEP_WAIT_JOB_MAX_MS) await enqueueRun(ports, tx, row.tenantId, delayMs);
  };
  const apply = (event: WorkflowEvent, detail?: Record<string, unknown>) =>
    applyEvent(ports, tx, row, event, { actor: 'workflow', detail });

  if (result.kind === 'stopped') return again(0);
  if (result.kind === 'undone') return void (await apply({ type: 'step_undone' }, { step: task.step }));
  if (result.kind === 'failed') {
    if (task.kind === 'reassess') return again(STEP_RETRY_MS.at(-1)!);
    return void (await apply({ type: 'step_failed' }, { code: result.failure.code }));
  }
  const { outcome } = result;
  if (outcome.outcome === 'wait') {
    const { kbVersion, ready, unfinished } = await selectKnowledge(tx);
    // Told while the step was running, when nobody else could claim it.
    const changed =
      task.step === 'kb_ingest' && unfinished === 0 && ready > 0 && kbVersion !== task.kbVersion;
    return again(changed ? 0 : outcome.retryAfterMs);
  }
  if (LOOKS.has(task.step)) await setSeenKbVersion(tx, task.kbVersion);
  if (outcome.outcome === 'done') await outcome.store?.(tx);
  if (task.kind === 'reassess') return void (await apply({ type: 'reassessed' }, reassessment(outcome)));
  if (outcome.outcome === 'done') return void (await apply({ type: 'step_done' }, outcome.detail));
  const { kind, reason, detail } = outcome;
  const actor = task.step === 'kb_ingest' && kind === 'user_input' ? 'clock' : 'workflow';
  await applyEvent(ports, tx, row, { type: 'step_interrupted', kind, reason }, { actor, detail });
}

/** What would have paused a set-up only becomes known: an assistant that is live stays live. */
function reassessment(outcome: Exclude<StepOutcome, { outcome: 'wait' }>): Record<string, unknown> {
  const { detail = {} } = outcome;
  return outcome.outcome === 'interrupt'
    ? { ...detail, interrupt: outcome.kind, reason: outcome.reason }
    : detail;
}

function tell(ports: Ports, task: Task, failure: AppError): void {
  const { tenantId: tenant_id, step, kind } = task;
  ports.log.error(
    { tenant_id, step, kind, code: failure.code, err: failure.cause ?? failure },
    'a step of a workflow failed',
  );
}
