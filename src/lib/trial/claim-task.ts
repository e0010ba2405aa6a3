/** Decides, under the lock of the workflow's row, what is to be done for it now, and takes the lease for that. */
import type { WorkflowStep } from '#lib/contracts/workflow.ts';
import { STEP_DUE_TOLERANCE_MS } from '#lib/core/limits.ts';
import type { TenantTransaction } from '#lib/ports/database.ts';
import { applyEvent, type WorkflowPorts } from './apply-event.ts';
import { isOver } from './require-active-trial.ts';
import { selectTenantExpiry } from './trial-store.ts';
import { mayReassess } from './workflow-engine.ts';
import {
  type Lease,
  lockWorkflow,
  selectKnowledge,
  setSeenKbVersion,
  takeLease,
  type WorkflowRow,
} from './workflow-store.ts';

export interface Task {
  kind: 'run' | 'undo' | 'reassess';
  step: WorkflowStep;
  tenantId: string;
  workflowId: string;
  lease: Lease;
  /** The knowledge base that the task looks at. */
  kbVersion: number;
}

/** Null when there is nothing to do: somebody else does it, it waits, it has ended, or the trial is over. */
export async function claimTask(
  ports: WorkflowPorts,
  tx: TenantTransaction,
  token: string,
  { assesses }: { assesses: boolean },
): Promise<Task | null> {
  let row = await lockWorkflow(tx);
  if (!row || row.leased) return null;
  const now = ports.clock.now();
  const tenant = await selectTenantExpiry(tx);
  if (!tenant || tenant.status === 'erasing' || isOver(tenant, now)) return null;
  if (row.leaseToken !== null && row.status === 'in_progress') {
    // A worker that died takes one of the attempts, so that a step which kills its worker ends in a pause.
    await applyEvent(
      ports,
      tx,
      row,
      { type: 'step_failed' },
      { actor: 'workflow', detail: { code: 'worker_lost' } },
    );
    return null;
  }
  const { kbVersion, unfinished } = await selectKnowledge(tx);
  const changed = unfinished === 0 && kbVersion > row.seenKbVersion;
  const change = { actor: 'workflow' as const };
  if (changed) row = (await applyEvent(ports, tx, row, { type: 'kb_changed' }, change)) ?? row;
  const due = row.runAt !== null && row.runAt.getTime() <= now.getTime() + STEP_DUE_TOLERANCE_MS;

  if (row.status === 'pending' && due) {
    row = (await applyEvent(ports, tx, row, { type: 'step_started' }, { actor: 'workflow' })) ?? row;
    return take(tx, row, token, kbVersion, { kind: 'run', step: row.step });
  }
  // Documents may have come: looking again costs little.
  if (row.status === 'in_progress' && (due || row.step === 'kb_ingest')) {
    return take(tx, row, token, kbVersion, { kind: 'run', step: row.step });
  }
  if (row.undoing !== null && (due || row.leaseToken !== null)) {
    return take(tx, row, token, kbVersion, { kind: 'undo', step: row.undoing });
  }
  if (changed && mayReassess(row) && (row.runAt === null || due)) {
    if (assesses) return take(tx, row, token, kbVersion, { kind: 'reassess', step: 'kb_assess' });
    await setSeenKbVersion(tx, kbVersion);
  }
  return null;
}

async function take(
  tx: TenantTransaction,
  row: WorkflowRow,
  token: string,
  kbVersion: number,
  what: Pick<Task, 'kind' | 'step'>,
): Promise<Task> {
  const lease = { token, version: row.version };
  await takeLease(tx, lease);
  return { ...what, tenantId: row.tenantId, workflowId: row.workflowId, lease, kbVersion };
}
