/** The workflow's state table: no sequence of events leaves it, ends absorb, and every run is counted. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INTERRUPT_KINDS, WORKFLOW_STATUSES, WORKFLOW_STEPS } from '#lib/contracts/workflow.ts';
import { STEP_RETRY_MS } from '#lib/core/limits.ts';
import {
  completedSteps,
  FIRST_STATE,
  progressPercent,
  STATUS_TABLE,
  transition,
  type WorkflowEvent,
  type WorkflowState,
} from '#lib/trial/workflow-engine.ts';

const RUNS = { numRuns: 2_000 };

const simple = (
  ['step_started', 'step_done', 'step_failed', 'step_undone', 'kb_changed', 'reassessed'] as const
).map((type) => fc.constant<WorkflowEvent>({ type }));
const operations = (['resume', 'retry', 'approve', 'reject', 'cancel'] as const).map((type) =>
  fc.constant<WorkflowEvent>({ type }),
);
const interrupts = fc.record({
  type: fc.constant('step_interrupted' as const),
  kind: fc.constantFrom(...INTERRUPT_KINDS),
  reason: fc.string(),
});
const rollbacks = fc.record({
  type: fc.constant('rollback' as const),
  to: fc.constantFrom(...WORKFLOW_STEPS),
});
/** What moves the workflow on is drawn more often, so that sequences get to its end. */
const anyEvent: fc.Arbitrary<WorkflowEvent> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<WorkflowEvent>({ type: 'step_started' }) },
  { weight: 6, arbitrary: fc.constant<WorkflowEvent>({ type: 'step_done' }) },
  { weight: 2, arbitrary: fc.constant<WorkflowEvent>({ type: 'step_undone' }) },
  ...[...simple, ...operations, interrupts, rollbacks].map((arbitrary) => ({ weight: 1, arbitrary })),
);
const stepRun: WorkflowEvent[] = [{ type: 'step_started' }, { type: 'step_done' }];
const toTheEnd: WorkflowEvent[] = [{ type: 'step_done' }, ...Array.from({ length: 5 }, () => stepRun).flat()];
/** From anywhere on the straight way to the end. */
const sequences = fc
  .tuple(fc.nat(toTheEnd.length), fc.array(anyEvent, { maxLength: 60 }))
  .map(([straight, events]) => [...toTheEnd.slice(0, straight), ...events]);
const index = (step: WorkflowState['step']) => WORKFLOW_STEPS.indexOf(step);

/** Every state on the way, with the event that led there; refused events change nothing. */
function walk(events: readonly WorkflowEvent[], from: WorkflowState = FIRST_STATE) {
  const path: { before: WorkflowState; event: WorkflowEvent; after: WorkflowState; runs: boolean }[] = [];
  let before = from;
  for (const event of events) {
    const next = transition(before, event);
    if (!next) continue;
    const runs = next.effects.some(({ type }) => type === 'run');
    path.push({ before, event, after: next.state, runs });
    before = next.state;
  }
  return path;
}

const end = (events: readonly WorkflowEvent[], from?: WorkflowState) =>
  walk(events, from).at(-1)?.after ?? from ?? FIRST_STATE;
const pausedBy = (kind: (typeof INTERRUPT_KINDS)[number]) =>
  end([{ type: 'step_done' }, { type: 'step_started' }, { type: 'step_interrupted', kind, reason: 'why' }]);

describe('no sequence of events', () => {
  it('leaves the state table, or makes a state that cannot be', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(sequences, (events) => {
        for (const { before, after, event } of walk(events)) {
          seen.add(after.status);
          expect(STATUS_TABLE[before.status], `${before.status} ${event.type}`).toContain(after.status);
          expect(after.interrupt !== null).toBe(after.status === 'paused');
          expect(after.step).not.toBe('trial_init');
          if (after.status === 'completed') expect(after.step).toBe('go_live');
          if (after.undoing) {
            expect(after.status).toBe('rolled_back');
            expect(index(after.undoing)).toBeGreaterThanOrEqual(index(after.step));
          } else expect(after.attempts).toBeLessThanOrEqual(STEP_RETRY_MS.length);
          expect(progressPercent(after)).toBe(Math.round((100 * completedSteps(after).length) / 7));
        }
      }),
      RUNS,
    );
    expect([...seen].sort()).toEqual([...WORKFLOW_STATUSES].sort());
  });

  it('moves more than one step at a time, or skips one on the way forward', () => {
    fc.assert(
      fc.property(sequences, (events) => {
        for (const { before, after, event } of walk(events)) {
          const moved = index(after.step) - index(before.step);
          if (event.type === 'rollback') expect(moved).toBeLessThanOrEqual(0);
          else expect([0, 1]).toContain(moved);
          if (moved === 1) expect(['step_done', 'approve']).toContain(event.type);
        }
      }),
      RUNS,
    );
  });

  it('leaves work behind that nobody was told of', () => {
    fc.assert(
      fc.property(sequences, (events) => {
        for (const { before, after, runs, event } of walk(events)) {
          const needed = after.status === 'pending' || after.undoing !== null;
          if (needed && event.type !== 'reassessed')
            expect(runs, `${before.status} ${event.type}`).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('leads out of cancelled, and none but a rollback out of completed or failed', () => {
    const ends = fc.constantFrom('cancelled', 'completed', 'failed');
    fc.assert(
      fc.property(ends, sequences, (kind, events) => {
        const reached = {
          cancelled: () => end([{ type: 'cancel' }]),
          completed: () => end(toTheEnd),
          failed: () => end([{ type: 'reject' }], pausedBy('manual_review')),
        }[kind]();
        expect(reached.status).toBe(kind);
        const tried = kind === 'cancelled' ? events : events.filter(({ type }) => type !== 'rollback');
        expect(end(tried, reached)).toEqual(reached);
      }),
      RUNS,
    );
  });
});

describe('a workflow', () => {
  it('goes step by step to its end, with progress', () => {
    const progress = walk(toTheEnd).filter(({ event }) => event.type === 'step_done');
    expect([14, ...progress.map(({ after }) => progressPercent(after))]).toEqual([
      14, 29, 43, 57, 71, 86, 100,
    ]);
    expect(end(toTheEnd)).toMatchObject({ status: 'completed', step: 'go_live' });
    expect(transition(end(toTheEnd.slice(0, -1)), { type: 'step_done' })?.effects).toEqual([
      { type: 'mail', about: 'live' },
    ]);
  });

  it('tries a failing step three more times, later each time, then asks for help', () => {
    let state = end([{ type: 'step_done' }, { type: 'step_started' }]);
    const delays: number[] = [];
    for (;;) {
      const next = transition(state, { type: 'step_failed' })!;
      if (next.state.status === 'paused') {
        state = next.state;
        break;
      }
      for (const effect of next.effects) if (effect.type === 'run') delays.push(effect.delayMs);
      state = end([{ type: 'step_started' }], next.state);
    }
    expect(delays).toEqual(STEP_RETRY_MS);
    expect(state.interrupt?.kind).toBe('retry');
    expect(end([{ type: 'retry' }], state)).toMatchObject({
      status: 'pending',
      step: 'kb_assess',
      attempts: 0,
    });
  });

  it('passes a review by an operator’s word alone', () => {
    const reviewed = pausedBy('manual_review');
    expect(transition(reviewed, { type: 'resume' })).toBeNull();
    expect(end([{ type: 'retry' }], reviewed)).toMatchObject({ step: 'kb_assess', status: 'pending' });
    expect(end([{ type: 'approve' }], reviewed)).toMatchObject({ step: 'tool_assign', status: 'pending' });
    expect(end([{ type: 'reject' }], reviewed)).toMatchObject({ step: 'kb_assess', status: 'failed' });
    for (const type of ['approve', 'reject'] as const) {
      expect(transition(pausedBy('user_input'), { type })).toBeNull();
      expect(transition(FIRST_STATE, { type })).toBeNull();
    }
  });

  it('goes on by itself when the knowledge base it waits for changes', () => {
    const hungry = end([{ type: 'step_interrupted', kind: 'user_input', reason: 'No documents.' }]);
    expect(hungry).toMatchObject({ step: 'kb_ingest', status: 'paused' });
    expect(end([{ type: 'kb_changed' }], hungry)).toMatchObject({ step: 'kb_ingest', status: 'pending' });
    const poor = pausedBy('manual_review');
    expect(end([{ type: 'kb_changed' }], poor)).toMatchObject({ step: 'kb_assess', status: 'pending' });
    expect(transition(end(toTheEnd), { type: 'kb_changed' })).toBeNull();
    expect(transition(end(toTheEnd), { type: 'reassessed' })?.state).toEqual(end(toTheEnd));
  });

  it('undoes from the furthest step down before it may go on', () => {
    const back = end([{ type: 'rollback', to: 'tool_assign' }], end(toTheEnd));
    expect(back).toMatchObject({ step: 'tool_assign', status: 'rolled_back', undoing: 'go_live' });
    const undone: string[] = [];
    let state = back;
    while (state.undoing) {
      expect(transition(state, { type: 'resume' })).toBeNull();
      undone.push(state.undoing);
      state = end([{ type: 'step_undone' }], state);
    }
    expect(undone).toEqual(['go_live', 'widget_deploy', 'branding_config', 'tool_assign']);
    expect(end([{ type: 'resume' }], state)).toMatchObject({ step: 'tool_assign', status: 'pending' });
    // Further back while it undoes: what was left to undo is still undone.
    const further = end([{ type: 'step_undone' }, { type: 'rollback', to: 'kb_ingest' }], back);
    expect(further).toMatchObject({ step: 'kb_ingest', undoing: 'widget_deploy' });
    expect(transition(back, { type: 'rollback', to: 'go_live' })).toBeNull();
    expect(transition(back, { type: 'rollback', to: 'trial_init' })).toBeNull();
  });
});
