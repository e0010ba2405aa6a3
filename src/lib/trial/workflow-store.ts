/** Rows of workflows and their history, and the lease by which one worker at a time runs a step. */
import { sql } from 'kysely';
import type { WorkflowStep, WorkflowTransition } from '#lib/contracts/workflow.ts';
import { STEP_LEASE_MS, WORKFLOW_HISTORY_MAX } from '#lib/core/limits.ts';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';
import { completedSteps, progressPercent, type WorkflowState } from './workflow-engine.ts';

/** Who made a transition. */
export type Actor = 'workflow' | 'tenant' | 'clock' | `admin:${string}`;

export interface WorkflowRow extends WorkflowState {
  tenantId: string;
  workflowId: string;
  /** How many transitions there were. */
  version: number;
  interruptedAt: string | null;
  stepSince: Date;
  runAt: Date | null;
  leaseToken: string | null;
  /** Whether the lease still runs, by the database's clock. */
  leased: boolean;
  seenKbVersion: number;
}

export interface Knowledge {
  kbVersion: number;
  ready: number;
  /** Queued or being ingested. */
  unfinished: number;
}

/** A worker's right to run a step: whoever's token is in the row, at this version, has it. */
export interface Lease {
  token: string;
  version: number;
}

export interface NewTransition {
  tenantId: string;
  /** The version that it makes. */
  version: number;
  event: string;
  actor: Actor;
  from: Pick<WorkflowState, 'step' | 'status'> | null;
  to: Pick<WorkflowState, 'step' | 'status'>;
  detail: Record<string, unknown>;
  at: Date;
}

function columnsOf(state: WorkflowState) {
  return {
    current_step: state.step,
    status: state.status,
    attempts: state.attempts,
    undoing: state.undoing,
    steps_completed: [...completedSteps(state)],
    progress_percent: progressPercent(state),
  };
}

export async function insertWorkflow(
  tx: PlatformTransaction,
  workflow: { tenantId: string; workflowId: string; state: WorkflowState; now: Date; runAt: Date },
): Promise<void> {
  const { tenantId, workflowId, state, now, runAt } = workflow;
  await tx
    .insertInto('trials')
    .values({
      tenant_id: tenantId,
      workflow_id: workflowId,
      step_since: now,
      run_at: runAt,
      ...columnsOf(state),
    })
    .execute();
}

/** In a purge's order of locks, the tenant first. Undefined when there is no such tenant. */
export async function lockWorkflow(tx: TenantTransaction): Promise<WorkflowRow | undefined> {
  await sql`select from tenants for key share`.execute(tx);
  return readWorkflow(tx, sql`for no key update`);
}

export async function selectWorkflow(tx: TenantTransaction): Promise<WorkflowRow | undefined> {
  return readWorkflow(tx, sql``);
}

async function readWorkflow(tx: TenantTransaction, locked: ReturnType<typeof sql>) {
  const { rows } = await sql<WorkflowRow & { raisedAt: string | null }>`
    select tenant_id as "tenantId", workflow_id as "workflowId", version, current_step as step, status, attempts,
      interrupt, interrupt ->> 'raised_at' as "interruptedAt", undoing, step_since as "stepSince", run_at as "runAt",
      lease_token as "leaseToken", coalesce(lease_until > now(), false) as leased, seen_kb_version as "seenKbVersion"
    from trials ${locked}`.execute(tx);
  return rows[0];
}

/** Compare-and-set on the version: false when somebody else was faster; the lease is given up. */
export async function updateWorkflow(
  tx: TenantTransaction,
  version: number,
  next: {
    state: WorkflowState;
    interruptedAt: string | null;
    stepSince: Date;
    runAt: Date | null;
    now: Date;
  },
  { keepLeaseTime = false } = {},
): Promise<boolean> {
  const { interrupt } = next.state;
  const result = await tx
    .updateTable('trials')
    .set({
      ...columnsOf(next.state),
      interrupt: interrupt && JSON.stringify({ ...interrupt, raised_at: next.interruptedAt }),
      step_since: next.stepSince,
      run_at: next.runAt,
      version: version + 1,
      updated_at: next.now,
      lease_token: null,
    })
    .$if(!keepLeaseTime, (query) => query.set({ lease_until: null }))
    .where('version', '=', version)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The primary key refuses a version that there is already. */
export async function insertTransition(
  tx: TenantTransaction | PlatformTransaction,
  transition: NewTransition,
): Promise<void> {
  const { from, to } = transition;
  await tx
    .insertInto('workflow_history')
    .values({
      tenant_id: transition.tenantId,
      version: transition.version,
      event: transition.event,
      actor: transition.actor,
      from_step: from?.step ?? null,
      from_status: from?.status ?? null,
      to_step: to.step,
      to_status: to.status,
      detail: JSON.stringify(transition.detail),
      created_at: transition.at,
    })
    .execute();
}

/** Newest first. */
export async function selectTransitions(tx: TenantTransaction): Promise<WorkflowTransition[]> {
  const rows = await tx
    .selectFrom('workflow_history')
    .selectAll()
    .orderBy('version', 'desc')
    .limit(WORKFLOW_HISTORY_MAX)
    .execute();
  return rows.map(({ tenant_id: _, created_at, ...row }) => ({ ...row, at: created_at.toISOString() }));
}

export async function takeLease(tx: TenantTransaction, lease: Lease): Promise<void> {
  await tx
    .updateTable('trials')
    .set({ lease_token: lease.token, lease_until: leaseEnd, run_at: null })
    .where('version', '=', lease.version)
    .execute();
}

const leaseEnd = sql<Date>`now() + ${STEP_LEASE_MS} * interval '1 millisecond'`;

/** False when it is lost. */
export async function renewLease(tx: TenantTransaction, lease: Lease): Promise<boolean> {
  const result = await tx
    .updateTable('trials')
    .set({ lease_until: leaseEnd })
    .where('lease_token', '=', lease.token)
    .where('version', '=', lease.version)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Gives the lease back without a transition; the workflow is looked at again at `runAt`. */
export async function returnLease(tx: TenantTransaction, runAt: Date | null): Promise<void> {
  await tx.updateTable('trials').set({ lease_token: null, lease_until: null, run_at: runAt }).execute();
}

export async function setSeenKbVersion(tx: TenantTransaction, kbVersion: number): Promise<void> {
  await tx.updateTable('trials').set({ seen_kb_version: kbVersion }).execute();
}

/** Keeps what a step has found out, in `state` under its name. */
export async function setStepDetail(
  tx: TenantTransaction,
  step: WorkflowStep,
  detail: Record<string, unknown>,
): Promise<void> {
  await sql`update trials set state = state || ${JSON.stringify({ [step]: detail })}::jsonb`.execute(tx);
}

export async function forgetStepDetails(
  tx: TenantTransaction,
  steps: readonly WorkflowStep[],
): Promise<void> {
  await sql`update trials set state = state - ${[...steps]}::text[]`.execute(tx);
}

export async function selectKnowledge(tx: TenantTransaction): Promise<Knowledge> {
  const { rows } = await sql<Knowledge>`
    select kb_version as "kbVersion",
      (select count(*)::int from sources where status = 'ready' and chunks > 0) as ready,
      (select count(*)::int from sources where status in ('queued', 'ingesting')) as unfinished
    from tenant_stats`.execute(tx);
  return rows[0] ?? { kbVersion: 0, ready: 0, unfinished: 0 };
}

/** Workflows that are due, whose worker died, or whose settled knowledge base nobody has looked at. Locks nothing. */
export async function selectDueWorkflows(tx: PlatformTransaction, now: Date, limit: number) {
  const { rows } = await sql<{ tenant_id: string }>`
    with found as (
      select tenant_id from trials where run_at <= ${now} and (lease_until is null or lease_until < now())
      union
      select tenant_id from trials where lease_until < now()
      union
      select w.tenant_id from trials w join tenant_stats s using (tenant_id)
      where w.status in ('paused', 'completed') and w.lease_until is null and w.run_at is null
        and s.kb_version > w.seen_kb_version
        and not exists (select from sources f
          where f.tenant_id = w.tenant_id and f.status in ('queued', 'ingesting')))
    select tenant_id from found join tenants t using (tenant_id)
    where t.status = 'active' or (t.status = 'trial' and t.expires_at > ${now})
    limit ${limit}`.execute(tx);
  return rows;
}

/** Every lease ends now: right where this process alone can hold any, and is only starting. */
export async function endAllLeases(tx: PlatformTransaction): Promise<void> {
  await sql`update trials set lease_until = now() where lease_until > now()`.execute(tx);
}
