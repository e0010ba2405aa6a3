/** What a person does to a workflow: resume, retry, approve, reject, roll back, cancel. */
import type { WorkflowView } from '#lib/contracts/workflow.ts';
import { AppError, notFound } from '#lib/core/errors.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database, TenantTransaction } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import { applyEvent, viewOf } from './apply-event.ts';
import { requireActiveTrial } from './require-active-trial.ts';
import type { Operation } from './workflow-engine.ts';
import { type Actor, lockWorkflow } from './workflow-store.ts';

export interface WorkflowOrder {
  tenantId: string;
  operation: Operation;
  /** Kept in the history, e.g. why something was rejected. */
  note?: string;
  /** More of the same transaction: it is undone with the operation, and the operation with it. */
  alongside?: (tx: TenantTransaction, before: WorkflowView, after: WorkflowView) => Promise<void>;
}

/**
 * Whoever calls it has checked that `actor` may. A worker that runs a step meanwhile loses its claim.
 * Errors: `conflict` when the operation has no place in the workflow's state, `trial_expired`, `not_found`.
 */
export async function operateWorkflow(
  ports: { database: Database; jobs: JobQueue; clock: Clock; publicUrl: string },
  actor: Actor,
  { tenantId, operation, note, alongside }: WorkflowOrder,
): Promise<WorkflowView> {
  const view = await ports.database.asTenant(tenantId, async (tx) => {
    const row = await lockWorkflow(tx);
    if (!row) throw notFound();
    await requireActiveTrial(tx, ports.clock);
    const detail = {
      ...(operation.type === 'rollback' ? { to: operation.to } : {}),
      ...(note === undefined ? {} : { note }),
    };
    const moved = await applyEvent(ports, tx, row, operation, { actor, detail });
    if (!moved) {
      const where = `${row.step} is ${row.status}${row.undoing ? ', and is still being undone' : ''}`;
      throw new AppError('conflict', `The workflow cannot do this now (${operation.type}): ${where}.`);
    }
    await alongside?.(tx, viewOf(row), viewOf(moved));
    return viewOf(moved);
  });
  ports.jobs.wake('run-workflow-step');
  return view;
}
