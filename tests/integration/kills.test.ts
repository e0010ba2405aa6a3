/**
 * Killed with SIGKILL while it tells a business of a lead, or in the midst of a step of a set-up, a process leaves what
 * the next one finishes: nothing lost, and every effect once (a webhook may come twice, always under one id).
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ToolRecord, ToolStates, UpdatedTools } from '#lib/contracts/tools.ts';
import { WORKFLOW_STEPS, type WorkflowHistory } from '#lib/contracts/workflow.ts';
import { SHOP } from '../fixtures/assessable.ts';
import { ANY_KNOWLEDGE_BASE_PASSES } from '../fixtures/no-assessments.ts';
import {
  type ProductProcess,
  pagesBuilt,
  type ServerProcess,
  startLoopbackProduct,
  startServerProcess,
  startWorkerProcess,
} from '../fixtures/server-process.ts';
import { startTenant, type TenantClient, tenantClient } from '../fixtures/tenant-client.ts';
import { freshDatabase, MODE, type TestDatabase } from '../fixtures/test-database.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../fixtures/webhook-receiver.ts';

const SOON = { timeout: 90_000, interval: 50 };
const MANY_STARTS_MAX_MS = 600_000;
const LEAD = { name: 'Ada Moor', email: 'ada@example.com', message: 'A cargo bike, please.' };
/**
 * Side effects of delivering: the claim and the mark, each before and after its commit; how often the receiver hears
 * of a lead in all when the process dies there. Between sending and marking it cannot know, so it sends again.
 */
const DELIVERY_POINTS = [
  { n: 1, at: 'before the claim is committed', times: 1 },
  { n: 2, at: 'when the claim is committed', times: 1 },
  { n: 3, at: 'between sending and marking', times: 2 },
  { n: 4, at: 'when it is marked', times: 1 },
] as const;
/** Side effects of the set-up's jobs at which a process is killed, spread over its steps. */
const STEP_POINTS = [2, 7, 13, 20];

let on: TestDatabase;
const running = new Set<ProductProcess>();

beforeAll(() => pagesBuilt(), 120_000);
beforeEach(async () => {
  on = await freshDatabase('kills');
});
afterEach(async () => {
  for (const one of running) await one.end('SIGKILL');
  await on.drop();
});

function track<P extends ProductProcess>(started: P): P {
  running.add(started);
  void started.exited.then(() => running.delete(started));
  return started;
}

/** Rows of a table as the business may take them away. */
async function exported(tenant: TenantClient, table: string): Promise<Record<string, unknown>[]> {
  const text = await (await tenant.call('GET', '/api/trial/export')).text();
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return lines.flatMap((line) => (line.table === table ? [line.row] : []));
}

/** What the dead hold, and what they were about to do, is as old as it would be some seconds later. */
async function timePasses(): Promise<void> {
  await on.asOwner(({ exec }) =>
    exec(`
      update app.webhooks set lease_until = now() where lease_until is not null;
      update app.webhooks set due_at = now() - interval '1 minute' where status = 'queued';
      update app.trials set lease_until = now() where lease_until is not null`),
  );
}

describe('a webhook about a lead', () => {
  let receiver: WebhookReceiver;
  beforeAll(async () => {
    receiver = await startWebhookReceiver();
  });
  beforeEach(() => {
    receiver.received.length = 0;
    receiver.held = Promise.resolve();
  });
  afterAll(() => receiver.close());

  const start = async (env: Record<string, string> = {}) =>
    track(await startLoopbackProduct(receiver.url, { ...on.env, ...env }));
  const again = ({ url }: ServerProcess, { tenantId, token }: TenantClient) =>
    tenantClient(url, tenantId, token);
  const runTool = (tenant: TenantClient, key: string) =>
    tenant.call('POST', '/api/tools/run', { tool: 'capture_lead', input: LEAD }, { 'idempotency-key': key });

  async function businessWithLeads({ url }: ServerProcess): Promise<TenantClient> {
    const tenant = await startTenant(url);
    const tool = { tool: 'capture_lead', assigned: true, endpoint_url: receiver.url };
    const set = await tenant.call('PUT', '/api/trial/tools', { tools: [tool] });
    expect(set.status).toBe(200);
    receiver.secret = ((await set.json()) as UpdatedTools).secrets[0]!.signing_secret;
    return tenant;
  }

  /** The next process delivers what the dead one left; asking again with the key makes no other lead. */
  async function finishes(tenant: TenantClient, key: string): Promise<string> {
    await timePasses();
    const next = await start();
    const client = again(next, tenant);
    expect((await runTool(client, key)).status).toBe(200);
    const { records } = await client.get<{ records: ToolRecord[] }>('/api/trial/leads');
    expect(records).toHaveLength(1);
    await expect.poll(() => receiver.received.length, SOON).toBeGreaterThan(0);
    const settled = async () => (await exported(client, 'webhooks')).map(({ status }) => status);
    await expect.poll(settled, SOON).toEqual(['delivered']);
    expect(await next.end('SIGKILL')).toBe(null);
    return records[0]!.id;
  }

  it.each(DELIVERY_POINTS)(
    'killed $at is delivered by the next process, $times in all, under one id',
    async ({ n, times }) => {
      const faulty = await start({ FAULT_AT: String(n), FAULT_JOBS: 'deliver-webhook' });
      const tenant = await businessWithLeads(faulty);
      await runTool(tenant, 'k').catch(() => undefined);
      expect(await faulty.exited).toBe(null);
      const lead = await finishes(tenant, 'k');
      expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
      expect(receiver.received).toHaveLength(times);
      for (const { verified, body } of receiver.received) {
        expect(verified).toBe(true);
        expect(body).toMatchObject({ type: 'lead.created', data: { id: lead, ...LEAD } });
      }
    },
  );

  it('killed while the receiver has not answered comes again under its id', async () => {
    const first = await start();
    const tenant = await businessWithLeads(first);
    let answer = () => {};
    receiver.held = new Promise((resolve) => {
      answer = resolve;
    });
    expect((await runTool(tenant, 'k')).status).toBe(200);
    await expect.poll(() => receiver.received.length, SOON).toBe(1);
    await first.end('SIGKILL');
    answer();
    await finishes(tenant, 'k');
    expect(receiver.received).toHaveLength(2);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
  });
});

describe('a set-up', () => {
  /** In production mode the server outlives the workers. */
  let server: ServerProcess | undefined;
  const env = () => ({ ...on.env, ...ANY_KNOWLEDGE_BASE_PASSES });
  async function start(fault: Record<string, string> = {}): Promise<{ jobs: ProductProcess; url: string }> {
    if (MODE === 'embedded') {
      const jobs = track(await startServerProcess({ ...env(), ...fault }));
      return { jobs, url: jobs.url };
    }
    server ??= track(await startServerProcess({ ...env(), SHUTDOWN_NOTICE_MS: '0' }));
    return { jobs: track(await startWorkerProcess({ ...env(), ...fault })), url: server.url };
  }

  const give = (tenant: TenantClient) =>
    tenant.give(
      ...SHOP.slice(0, 3).map(({ title, content }) => ({
        name: `${title}.txt`,
        bytes: Buffer.from(content),
      })),
    );

  /** What a set-up has made, without what differs between two of them. */
  async function outcomeOf(tenant: TenantClient): Promise<unknown> {
    const { workflow, history } = await tenant.get<WorkflowHistory>('/api/trial/workflow');
    const { tools } = await tenant.get<ToolStates>('/api/trial/tools');
    const mails = await exported(tenant, 'mails');
    return {
      status: workflow.status,
      completed: workflow.steps_completed,
      done: history
        .flatMap(({ event, from_step }) => (event === 'step_done' ? [from_step] : []))
        .toReversed(),
      tools: tools.map(({ tool, assigned, reason }) => ({ tool, assigned, reason })),
      mails: mails.map(({ dedupe_key }) => dedupe_key).toSorted(),
    };
  }

  it(
    `killed at ${STEP_POINTS.length} points ends as an undisturbed one, each step and each mail once`,
    async () => {
      const clean = await start();
      const tenant = await startTenant(clean.url);
      await give(tenant);
      const status = (of: TenantClient) => async () => (await of.trial()).workflow.status;
      await expect.poll(status(tenant), SOON).toBe('completed');
      const undisturbed = await outcomeOf(tenant);
      expect(undisturbed).toMatchObject({ done: WORKFLOW_STEPS.slice(1), mails: ['live', 'welcome'] });
      await clean.jobs.end('SIGKILL');
      for (const n of STEP_POINTS) {
        const doomed = await start({ FAULT_AT: String(n), FAULT_JOBS: 'run-workflow-step' });
        const other = await startTenant(doomed.url);
        await give(other).catch(() => undefined);
        expect(await doomed.jobs.exited, `n = ${n}`).toBe(null);
        await timePasses();
        const next = await start();
        const resumed = tenantClient(next.url, other.tenantId, other.token);
        await give(resumed);
        await expect.poll(status(resumed), SOON).toBe('completed');
        expect(await outcomeOf(resumed), `n = ${n}`).toEqual(undisturbed);
        await next.jobs.end('SIGKILL');
      }
      server = undefined;
    },
    MANY_STARTS_MAX_MS,
  );
});
