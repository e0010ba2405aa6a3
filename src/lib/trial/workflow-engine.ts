/** The workflow as a pure function: a state and an event make the next state and its effects, or the event is refused. */
import { WORKFLOW_STEPS as STEPS, type WorkflowStatus, type WorkflowStep } from '#lib/contracts/workflow.ts';
import { STEP_RETRY_MS } from '#lib/core/limits.ts';
import type { InterruptKind } from './step.ts';

export interface Interrupt {
  kind: InterruptKind;
  reason: string;
}

export interface WorkflowState {
  step: WorkflowStep;
  status: WorkflowStatus;
  /** Failures of the current step since it was last begun anew. */
  attempts: number;
  /** What a paused workflow waits for; null in every other status. */
  interrupt: Interrupt | null;
  /** After a rollback: the step whose effects are to be undone next, down to `step`; null when all are. */
  undoing: WorkflowStep | null;
}

export type WorkflowEvent =
  | { type: 'step_started' }
  | { type: 'step_done' }
  | ({ type: 'step_interrupted' } & Interrupt)
  | { type: 'step_failed' }
  | { type: 'step_undone' }
  /** The knowledge base is another than the one that was last looked at. */
  | { type: 'kb_changed' }
  | { type: 'reassessed' }
  | Operation;

/** What a person may ask for. */
export type Operation =
  | { type: 'resume' }
  | { type: 'retry' }
  | { type: 'approve' }
  | { type: 'reject' }
  | { type: 'cancel' }
  | { type: 'rollback'; to: WorkflowStep };

export type Effect =
  /** A worker is to look at the workflow again. */
  { type: 'run'; delayMs: number } | { type: 'mail'; about: 'input_needed' | 'live' };

export interface Transition {
  state: WorkflowState;
  effects: readonly Effect[];
}

/** The state table: what may follow what. `cancelled` absorbs; out of `completed` and `failed` only a rollback leads. */
export const STATUS_TABLE: Record<WorkflowStatus, readonly WorkflowStatus[]> = {
  pending: ['pending', 'in_progress', 'rolled_back', 'cancelled'],
  in_progress: ['pending', 'paused', 'completed', 'rolled_back', 'cancelled'],
  paused: ['paused', 'pending', 'completed', 'failed', 'rolled_back', 'cancelled'],
  rolled_back: ['rolled_back', 'pending', 'cancelled'],
  completed: ['completed', 'rolled_back'],
  failed: ['rolled_back'],
  cancelled: [],
};

const indexOf = (step: WorkflowStep) => STEPS.indexOf(step);

/** As a trial begins: its first step is done by beginning it, and the next one waits for documents. */
export const FIRST_STATE: WorkflowState = at('kb_ingest', 'in_progress');

function at(step: WorkflowStep, status: WorkflowStatus): WorkflowState {
  return { step, status, attempts: 0, interrupt: null, undoing: null };
}

export function completedSteps({ step, status }: WorkflowState): readonly WorkflowStep[] {
  return status === 'completed' ? STEPS : STEPS.slice(0, indexOf(step));
}

export function progressPercent(state: WorkflowState): number {
  return Math.round((100 * completedSteps(state).length) / STEPS.length);
}

/** Whether the assessment is to be made again beside the workflow, without leaving where it is. */
export function mayReassess({ step, status }: WorkflowState): boolean {
  return status === 'completed' || (status === 'paused' && indexOf(step) > indexOf('kb_assess'));
}

/** Null when the event has no place in this state: then nothing is to change. */
export function transition(state: WorkflowState, event: WorkflowEvent): Transition | null {
  switch (event.type) {
    case 'step_started':
      return state.status === 'pending' ? moved({ ...state, status: 'in_progress' }) : null;
    case 'step_done':
      return state.status === 'in_progress' ? advanced(state) : null;
    case 'step_interrupted':
      return state.status === 'in_progress' ? interrupted(state, event) : null;
    case 'step_failed':
      return failed(state);
    case 'step_undone':
      return undone(state);
    case 'kb_changed':
      return waitsForKnowledge(state) ? begun(state) : null;
    case 'reassessed':
      return mayReassess(state) ? moved(state) : null;
    default:
      return operated(state, event);
  }
}

function operated(state: WorkflowState, operation: Operation): Transition | null {
  const { status, interrupt } = state;
  const asksOperator = interrupt?.kind === 'manual_review' || interrupt?.kind === 'admin_approval';
  switch (operation.type) {
    case 'resume':
      // A review is not passed by going on, but it may be asked for again (retry).
      if (status === 'rolled_back' ? state.undoing !== null : !interrupt || asksOperator) return null;
      return begun(state);
    case 'retry':
      return interrupt ? begun(state) : null;
    case 'approve':
      return asksOperator ? advanced(state) : null;
    case 'reject':
      return asksOperator ? moved(at(state.step, 'failed')) : null;
    case 'cancel':
      return STATUS_TABLE[status].includes('cancelled') ? moved(at(state.step, 'cancelled')) : null;
    case 'rollback':
      return rolledBack(state, operation.to);
  }
}

const moved = (state: WorkflowState, ...effects: Effect[]): Transition => ({ state, effects });
const run = (delayMs = 0): Effect => ({ type: 'run', delayMs });
const begun = ({ step }: WorkflowState) => moved(at(step, 'pending'), run());

function advanced({ step }: WorkflowState): Transition {
  const next = STEPS[indexOf(step) + 1];
  return next
    ? moved(at(next, 'pending'), run())
    : moved(at(step, 'completed'), { type: 'mail', about: 'live' });
}

function interrupted({ step }: WorkflowState, { kind, reason }: Interrupt): Transition {
  const paused = { ...at(step, 'paused'), interrupt: { kind, reason } };
  return kind === 'user_input' ? moved(paused, { type: 'mail', about: 'input_needed' }) : moved(paused);
}

/** A step is tried again after each of STEP_RETRY_MS, then it waits for somebody; undoing never gives up. */
function failed(state: WorkflowState): Transition | null {
  const attempts = state.attempts + 1;
  const delayMs = STEP_RETRY_MS[state.attempts];
  if (state.status === 'rolled_back' && state.undoing) {
    return moved({ ...state, attempts }, run(delayMs ?? STEP_RETRY_MS.at(-1)));
  }
  if (state.status !== 'in_progress') return null;
  if (delayMs !== undefined) return moved({ ...state, status: 'pending', attempts }, run(delayMs));
  return interrupted(state, { kind: 'retry', reason: 'This step failed several times.' });
}

function undone(state: WorkflowState): Transition | null {
  if (state.status !== 'rolled_back' || !state.undoing) return null;
  if (state.undoing === state.step) return moved(at(state.step, 'rolled_back'));
  const undoing = STEPS[indexOf(state.undoing) - 1]!;
  return moved({ ...state, attempts: 0, undoing }, run());
}

/** The trial itself is not undone here: that is erasing it. */
function rolledBack(state: WorkflowState, to: WorkflowStep): Transition | null {
  if (state.status === 'cancelled' || to === 'trial_init' || indexOf(to) > indexOf(state.step)) return null;
  return moved({ ...at(to, 'rolled_back'), undoing: state.undoing ?? state.step }, run());
}

function waitsForKnowledge({ step, status, interrupt }: WorkflowState): boolean {
  if (status !== 'paused') return false;
  return step === 'kb_assess' || (step === 'kb_ingest' && interrupt?.kind === 'user_input');
}
