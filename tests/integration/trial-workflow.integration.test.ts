/** The workflow on a real database: each step once whatever dies, pauses, retries on the clock, and undoing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authenticate } from '#lib/auth/authenticate.ts';
import { WORKFLOW_STEPS } from '#lib/contracts/workflow.ts';
import { KB_WAIT_MS, STEP_RETRY_MS } from '#lib/core/limits.ts';
import { pgBossQueue } from '#lib/db/pg-boss-queue.ts';
import { sendMail } from '#lib/mail/send-mail.ts';
import { smtpMailer } from '#lib/mail/smtp-mailer.ts';
import { ingestStep } from '#lib/trial/ingest-step.ts';
import { operateWorkflow } from '#lib/trial/operate-workflow.ts';
import { recoverWorkflows } from '#lib/trial/recover-workflows.ts';
import { redeemResume } from '#lib/trial/redeem-resume.ts';
import { runStep } from '#lib/trial/run-step.ts';
import type { StepInput } from '#lib/trial/step.ts';
import { upgradeTrial } from '#lib/trial/upgrade-trial.ts';
import type { Operation } from '#lib/trial/workflow-engine.ts';
import type { Actor } from '#lib/trial/workflow-store.ts';
import { idleJobs } from '../fixtures/idle-jobs.ts';
import { startMailServer } from '../fixtures/mail-server.ts';
import { MODE } from '../fixtures/test-database.ts';
import {
  dyingPorts,
  openWorkflowWorld,
  SIGNAL,
  tracesOf,
  tracingSteps,
  type WorkflowWorld,
} from '../fixtures/workflow-world.ts';

/** The steps that a worker runs; a trial begins with the first one done. */
const STEPS = WORKFLOW_STEPS.slice(1);
const CRASH_POINTS_MAX = 120;
const TENANTS = 200;

let world: WorkflowWorld;

beforeAll(async () => {
  world = await openWorkflowWorld();
});
afterAll(() => world.close());

const operate = (tenantId: string, operation: Operation, actor: Actor = 'tenant') =>
  operateWorkflow(world.ports, actor, { tenantId, operation });
const traces = (tenantId: string) => tracesOf(world.database, tenantId);

async function begun(): Promise<string> {
  const tenantId = await world.begin();
  await world.giveDocument(tenantId);
  return tenantId;
}

describe('a workflow', () => {
  it('waits for documents, then takes every step by itself, and tells each transition', async () => {
    const { steps } = tracingSteps(world.ports);
    const tenantId = await world.begin();
    const waiting = await world.workflow(tenantId);
    expect(waiting.workflow).toMatchObject({
      current_step: 'kb_ingest',
      status: 'in_progress',
      progress_percent: 14,
    });
    await world.giveDocument(tenantId);
    const { workflow, history } = await world.settle(tenantId, steps);
    expect(workflow).toMatchObject({
      status: 'completed',
      progress_percent: 100,
      steps_completed: WORKFLOW_STEPS,
    });
    expect(await traces(tenantId)).toEqual(STEPS);
    const told = history.toReversed();
    expect(told.map(({ version }) => version)).toEqual(told.map((_, index) => index + 1));
    expect(told[0]).toMatchObject({ event: 'trial_started', actor: 'tenant', from_step: null });
    expect(
      told.filter(({ event }) => event === 'step_done').map(({ from_step, detail }) => [from_step, detail]),
    ).toEqual(STEPS.map((step) => [step, { step }]));
    const events = await world.database.asTenant(tenantId, (tx) =>
      tx.selectFrom('events').select('payload').where('type', '=', 'workflow').orderBy('event_id').execute(),
    );
    expect(events).toHaveLength(history.length - 1);
    expect(events.at(-1)?.payload).toEqual(workflow);
    expect((await world.mails(tenantId)).map(({ dedupe_key }) => dedupe_key)).toEqual(['welcome', 'live']);
  });

  it('killed after its n-th side effect, for every n, ends the same: each step stored once, each mail once', async ({
    annotate,
  }) => {
    let points = 0;
    for (let n = 1; ; n++) {
      expect(n).toBeLessThan(CRASH_POINTS_MAX);
      const tenantId = await begun();
      const dying = dyingPorts(world.ports, n);
      const doomed = tracingSteps(dying.ports);
      const runs = async () => {
        while ((await world.workflow(tenantId)).workflow.status !== 'completed')
          await world.run(tenantId, doomed.steps, dying.ports);
      };
      await runs().catch((error: unknown) => {
        if (!dying.died()) throw error;
      });
      const survived = !dying.died();
      await world.leasesRunOut();
      const { steps } = tracingSteps(world.ports);
      // The dead worker's attempt counts, and the next one waits for its turn.
      await world.settle(tenantId, steps);
      world.advance(STEP_RETRY_MS[0]!);
      const { workflow, history } = await world.settle(tenantId, steps);
      expect(workflow.status, `n = ${n}`).toBe('completed');
      expect(await traces(tenantId), `n = ${n}`).toEqual(STEPS);
      expect(history.filter(({ event }) => event === 'step_done')).toHaveLength(STEPS.length);
      expect(history.filter(({ event }) => event === 'step_failed').length).toBeLessThanOrEqual(1);
      const mails = (await world.mails(tenantId)).map(({ dedupe_key }) => dedupe_key);
      expect(mails, `n = ${n}`).toEqual(['welcome', 'live']);
      if (survived) break;
      points += 1;
    }
    expect(points).toBeGreaterThan(30);
    await annotate(`${points} crash points`);
  });

  it('stranded is found again, and only then', async () => {
    const { steps } = tracingSteps(world.ports);
    await world.asOwner(({ exec }) => exec('delete from pgboss.job'));
    const tenantId = await begun();
    const waiting = await world.begin();
    // Its job is in the queue.
    expect(await recoverWorkflows(world.ports, { everyLease: false })).toBe(0);
    await world.run(tenantId, steps);
    await world.asOwner(({ exec }) => exec('delete from pgboss.job'));
    expect(await recoverWorkflows(world.ports, { everyLease: false })).toBe(1);
    expect(await recoverWorkflows(world.ports, { everyLease: false })).toBe(0);
    await world.settle(tenantId, steps);
    await world.asOwner(({ exec }) => exec('delete from pgboss.job'));
    expect(await recoverWorkflows(world.ports, { everyLease: false })).toBe(0);
    await world.giveDocument(tenantId);
    await world.asOwner(({ exec }) => exec('delete from pgboss.job'));
    expect(await recoverWorkflows(world.ports, { everyLease: false })).toBe(1);
    await world.settle(tenantId, steps);
    expect((await world.workflow(waiting)).history).toHaveLength(1);
  });
});

describe('two workers', () => {
  it('never store a step that another one was given meanwhile', async () => {
    const tenantId = await begun();
    const { steps } = tracingSteps(world.ports);
    await world.run(tenantId, steps);
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const slow = tracingSteps(world.ports);
    const { run } = slow.steps.kb_assess!;
    let began = () => {};
    const running = new Promise<void>((resolve) => {
      began = resolve;
    });
    slow.steps.kb_assess!.run = async (input) => {
      began();
      await gate;
      return run(input);
    };
    const late = world.run(tenantId, slow.steps);
    await running;
    await world.run(tenantId, steps);
    expect(await traces(tenantId)).toEqual(['kb_ingest']);
    await world.leasesRunOut();
    await world.run(tenantId, steps);
    world.advance(STEP_RETRY_MS[0]!);
    await world.settle(tenantId, steps);
    const before = await world.workflow(tenantId);
    go();
    await late;
    expect(await world.workflow(tenantId)).toEqual(before);
    expect(await traces(tenantId)).toEqual(STEPS);
  });

  it(`take ${TENANTS} workflows to their end, each step run and stored once`, async ({ annotate }) => {
    const many = await openWorkflowWorld();
    const { steps, ran } = tracingSteps(many.ports);
    const { log } = many.ports;
    const queues = [1, 2].map(() =>
      pgBossQueue({ db: many.queueDb, mode: MODE, consumes: true, concurrency: 4 }, log),
    );
    try {
      const tenants: string[] = [];
      for (let n = 0; n < TENANTS; n++) tenants.push(await many.begin());
      for (const jobs of queues) {
        const ports = { ...many.ports, jobs };
        const handlers = {
          ...idleJobs,
          'run-workflow-step': (job: { tenant_id: string }) => runStep(ports, steps, job, SIGNAL),
        };
        await jobs.start(handlers);
      }
      const startedAt = performance.now();
      await Promise.all(
        tenants.map(async (tenantId) => {
          await many.giveDocument(tenantId);
          // Told twice.
          await many.ports.database.asTenant(tenantId, (tx) =>
            many.ports.jobs.enqueue(tx, 'run-workflow-step', { tenant_id: tenantId }),
          );
        }),
      );
      const completed = () =>
        many.asOwner(({ query }) => query(`select 1 from app.trials where status = 'completed'`, []));
      while ((await completed()).rows.length < TENANTS && performance.now() - startedAt < 100_000)
        await sleep(200);
      await annotate(`${TENANTS} workflows in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
      const each = tenants.flatMap((tenantId) => STEPS.map((step) => `${tenantId} ${step}`));
      expect(ran.toSorted()).toEqual(each.toSorted());
      for (const tenantId of tenants) expect(await tracesOf(many.database, tenantId)).toEqual(STEPS);
    } finally {
      for (const jobs of queues) await jobs.stop(5_000);
      await many.close();
    }
  });
});

describe('a pause', () => {
  it('after a day without documents asks for them by mail, and a document ends it', async () => {
    const server = await startMailServer();
    const mailer = smtpMailer({ url: server.env.SMTP_URL, from: server.env.MAIL_FROM });
    try {
      const ports = { ...world.ports, mailer };
      const steps = {
        ...tracingSteps(world.ports).steps,
        kb_ingest: { run: (input: StepInput) => ingestStep(world.ports, input) },
      };
      const tenantId = await world.begin('forgetful@shop.example');
      world.advance(KB_WAIT_MS - 60_000);
      expect((await world.settle(tenantId, steps)).workflow).toMatchObject({
        status: 'in_progress',
        interrupts: [],
      });
      world.advance(60_000);
      const { workflow, history } = await world.settle(tenantId, steps);
      const asked = {
        step: 'kb_ingest',
        kind: 'user_input',
        reason: expect.stringContaining('no documents yet'),
      };
      expect(workflow).toMatchObject({ status: 'paused', interrupts: [asked] });
      expect(history[0]).toMatchObject({ event: 'step_interrupted', actor: 'clock' });
      // Nobody is asked twice.
      world.advance(3 * KB_WAIT_MS);
      await world.settle(tenantId, steps);
      const outbox = await world.database.asTenant(tenantId, (tx) =>
        tx.selectFrom('mails').select(['tenant_id', 'mail_id']).orderBy('mail_id').execute(),
      );
      expect(outbox).toHaveLength(2);
      for (const job of outbox) await sendMail(ports, job);
      const received = server.received.at(-1)!;
      expect(received.headers.subject).toBe('The assistant for Bluebird Bikes is waiting for you');
      expect(received.text).toContain('There are no documents yet');
      const secret = /https:\/\/desk\.example\/start#resume=(\S+)/.exec(received.text)![1]!;
      const resumed = await redeemResume(world.ports, { secret });
      expect(resumed.tenant_id).toBe(tenantId);
      expect(await authenticate(world.ports, 'r', resumed.trial_token)).toMatchObject({ tenantId });
      await world.giveDocument(tenantId);
      expect((await world.settle(tenantId, steps)).workflow.status).toBe('completed');
    } finally {
      mailer.close();
      await server.close();
    }
  });

  it('for a review ends by an operator’s word, or by a better knowledge base, not by going on', async () => {
    const review = {
      outcome: 'interrupt',
      kind: 'manual_review',
      reason: 'Thin.',
      detail: { overall: 0.4 },
    } as const;
    let verdict: (() => typeof review) | undefined = () => review;
    const { steps } = tracingSteps(world.ports, { kb_assess: () => verdict?.() ?? { outcome: 'done' } });
    const [approved, rejected, improved] = [await begun(), await begun(), await begun()];
    for (const tenantId of [approved, rejected, improved]) {
      const { workflow } = await world.settle(tenantId, steps);
      const { interrupts } = workflow;
      expect(workflow).toMatchObject({ current_step: 'kb_assess', status: 'paused' });
      expect(interrupts).toMatchObject([{ step: 'kb_assess', kind: 'manual_review', reason: 'Thin.' }]);
      await expect(operate(tenantId, { type: 'resume' })).rejects.toMatchObject({ code: 'conflict' });
    }
    verdict = undefined;
    expect((await operate(approved, { type: 'approve' }, 'admin:7')).current_step).toBe('tool_assign');
    const { workflow, history } = await world.settle(approved, steps);
    expect(workflow.status).toBe('completed');
    expect(history.find(({ event }) => event === 'approve')).toMatchObject({
      actor: 'admin:7',
      from_status: 'paused',
    });
    expect(await traces(approved)).toEqual(STEPS.filter((step) => step !== 'kb_assess'));
    const { state } = await world.database.asTenant(approved, (tx) =>
      tx.selectFrom('trials').select('state').executeTakeFirstOrThrow(),
    );
    expect(state).toMatchObject({ kb_assess: { overall: 0.4 }, tool_assign: { step: 'tool_assign' } });

    await operate(rejected, { type: 'reject' }, 'admin:7');
    expect((await world.settle(rejected, steps)).workflow).toMatchObject({
      status: 'failed',
      interrupts: [],
    });
    await expect(operate(rejected, { type: 'retry' })).rejects.toMatchObject({ code: 'conflict' });

    expect((await world.settle(improved, steps)).workflow.status).toBe('paused');
    await world.giveDocument(improved);
    expect((await world.settle(improved, steps)).workflow.status).toBe('completed');
  });

  it('comes after three more tries of a failing step, each later by the clock', async () => {
    let broken = true;
    const { steps, ran } = tracingSteps(world.ports, {
      tool_assign: () => {
        if (broken) throw new Error('no answer');
        return { outcome: 'done' };
      },
    });
    const tenantId = await begun();
    await world.settle(tenantId, steps);
    const tries = () => ran.filter((line) => line === `${tenantId} tool_assign`).length;
    for (const [index, delayMs] of STEP_RETRY_MS.entries()) {
      expect(tries()).toBe(index + 1);
      world.advance(delayMs - 1_500);
      await world.settle(tenantId, steps);
      expect(tries()).toBe(index + 1);
      world.advance(1_500);
      await world.settle(tenantId, steps);
    }
    const { workflow, history } = await world.workflow(tenantId);
    expect(tries()).toBe(4);
    expect(workflow).toMatchObject({
      current_step: 'tool_assign',
      status: 'paused',
      interrupts: [{ kind: 'retry' }],
    });
    expect(history.filter(({ event }) => event === 'step_failed').map(({ detail }) => detail)).toEqual(
      Array.from({ length: 4 }, () => ({ code: 'internal' })),
    );
    world.advance(KB_WAIT_MS);
    await world.settle(tenantId, steps);
    expect(tries()).toBe(4);
    broken = false;
    await operate(tenantId, { type: 'retry' });
    expect((await world.settle(tenantId, steps)).workflow.status).toBe('completed');
  });
});

describe('a rollback', () => {
  it('undoes from the furthest step down, each once, and goes on from there when told to', async () => {
    const { steps } = tracingSteps(world.ports);
    const tenantId = await begun();
    await world.settle(tenantId, steps);
    await expect(operate(tenantId, { type: 'cancel' })).rejects.toMatchObject({ code: 'conflict' });
    const back = await operate(tenantId, { type: 'rollback', to: 'tool_assign' });
    expect(back).toMatchObject({ current_step: 'tool_assign', status: 'rolled_back', undoing: 'go_live' });
    await expect(operate(tenantId, { type: 'resume' })).rejects.toMatchObject({ code: 'conflict' });
    expect((await world.settle(tenantId, steps)).workflow).toMatchObject({
      status: 'rolled_back',
      undoing: null,
    });
    const undone = ['go_live', 'widget_deploy', 'branding_config', 'tool_assign'];
    expect((await traces(tenantId)).slice(STEPS.length)).toEqual(undone.map((step) => `undo ${step}`));
    await operate(tenantId, { type: 'resume' });
    const { workflow } = await world.settle(tenantId, steps);
    expect(workflow.status).toBe('completed');
    expect((await traces(tenantId)).slice(-4)).toEqual(undone.toReversed());
    expect((await world.mails(tenantId)).map(({ dedupe_key }) => dedupe_key)).toEqual(['welcome', 'live']);
  });

  it('takes the step from a worker that runs it, and begins to undo when that one has surely noticed', async () => {
    const { steps } = tracingSteps(world.ports);
    const tenantId = await begun();
    await world.run(tenantId, steps);
    const held = tracingSteps(world.ports);
    const { run } = held.steps.kb_assess!;
    held.steps.kb_assess!.run = async (input) => {
      await operate(tenantId, { type: 'rollback', to: 'kb_assess' });
      return run(input);
    };
    await world.run(tenantId, held.steps);
    expect((await world.settle(tenantId, steps)).workflow).toMatchObject({
      status: 'rolled_back',
      undoing: 'kb_assess',
    });
    expect(await traces(tenantId)).toEqual(['kb_ingest']);
    await world.leasesRunOut();
    await world.settle(tenantId, steps);
    expect(await traces(tenantId)).toEqual(['kb_ingest', 'undo kb_assess']);
  });

  it('and cancelling are the end of a running step’s say; cancelled is for good', async () => {
    const { steps } = tracingSteps(world.ports);
    const tenantId = await begun();
    await operate(tenantId, { type: 'cancel' });
    expect((await world.settle(tenantId, steps)).workflow).toMatchObject({ status: 'cancelled' });
    for (const type of ['resume', 'retry', 'cancel', 'approve', 'reject'] as const)
      await expect(operate(tenantId, { type })).rejects.toMatchObject({ code: 'conflict' });
    expect(await traces(tenantId)).toEqual([]);
  });
});

describe('a knowledge base that changes', () => {
  it('after going live is assessed again, beside a workflow that stays completed', async () => {
    let interrupt = false;
    const { steps, ran } = tracingSteps(world.ports, {
      kb_assess: () =>
        interrupt
          ? { outcome: 'interrupt', kind: 'manual_review', reason: 'Thin now.', detail: { overall: 0.2 } }
          : { outcome: 'done', detail: { overall: 0.9 } },
    });
    const tenantId = await begun();
    await world.settle(tenantId, steps);
    interrupt = true;
    await world.giveDocument(tenantId);
    const { workflow, history } = await world.settle(tenantId, steps);
    expect(workflow).toMatchObject({ status: 'completed', interrupts: [] });
    expect(history[0]).toMatchObject({ event: 'reassessed', detail: { overall: 0.2, reason: 'Thin now.' } });
    const times = () => ran.filter((line) => line === `${tenantId} kb_assess`).length;
    expect(times()).toBe(2);
    await world.settle(tenantId, steps);
    expect(times()).toBe(2);
  });
});

describe('a trial that is over', () => {
  it('stops its workflow by the clock, and a plan lets it go on', async () => {
    const { steps } = tracingSteps(world.ports);
    const tenantId = await begun();
    await world.database.asPlatform('start-trial', (tx) =>
      tx
        .updateTable('tenants')
        .set({ expires_at: world.ports.clock.now() })
        .where('tenant_id', '=', tenantId)
        .execute(),
    );
    const before = await world.workflow(tenantId);
    expect(await world.settle(tenantId, steps)).toEqual(before);
    await expect(operate(tenantId, { type: 'cancel' })).rejects.toMatchObject({ code: 'trial_expired' });
    await upgradeTrial(world.ports, 'admin:7', { tenantId, plan: 'standard' });
    expect((await world.settle(tenantId, steps)).workflow.status).toBe('completed');
  });
});
