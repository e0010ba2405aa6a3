/** A business sets its assistant up over HTTP: by itself once it has documents, taken back, and resumed from a mail. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Branding } from '#lib/contracts/branding.ts';
import type { StartTrialResult, TrialState } from '#lib/contracts/trial.ts';
import type { WorkflowHistory, WorkflowView } from '#lib/contracts/workflow.ts';
import { RESUME_ANSWER_MS, RESUME_LINK_REQUESTED_MS } from '#lib/core/limits.ts';
import { type MailServer, startMailServer } from '../fixtures/mail-server.ts';
import { ANY_KNOWLEDGE_BASE_PASSES } from '../fixtures/no-assessments.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { type TenantClient, tenantClient } from '../fixtures/tenant-client.ts';

const SOON = { timeout: 60_000, interval: 100 };
const WARRANTY = { name: 'warranty.txt', bytes: Buffer.from('The warranty on the frame is five years.') };
const QUESTION = 'How long is the warranty on the frame?';

let mails: MailServer;
let product: Product;
let offsetMs = 0;

beforeAll(async () => {
  mails = await startMailServer();
  const clock = { now: () => new Date(Date.now() + offsetMs) };
  product = await openProduct({ env: { ...mails.env, ...ANY_KNOWLEDGE_BASE_PASSES }, ports: { clock } });
});
afterAll(async () => {
  await product.close();
  await mails.close();
});

function post(path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(product.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function start(email: string): Promise<TenantClient> {
  const response = await post('/api/trial/start', {
    email,
    business_name: 'Bluebird Bikes',
    business_type: 'ecommerce',
  });
  const { tenant_id, trial_token } = (await response.json()) as StartTrialResult;
  return tenantClient(product.url, tenant_id, trial_token);
}

const mailsTo = (email: string) => mails.received.filter(({ to }) => to.includes(email));
const secretIn = (text: string) => /\/start#resume=(\S+)/.exec(text)?.[1] ?? 'none';
const subjects = (email: string) => mailsTo(email).map(({ headers }) => headers.subject);
const workflowOf = async (tenant: TenantClient) => (await tenant.trial()).workflow;
const reaches = (tenant: TenantClient, state: Partial<WorkflowView>) =>
  expect.poll(() => workflowOf(tenant), SOON).toMatchObject(state);

describe('a set-up', () => {
  it('goes live by itself once it has a document, and is taken back and resumed by its owner alone', async () => {
    const email = 'bluebird@shop.example';
    const tenant = await start(email);
    expect(await workflowOf(tenant)).toMatchObject({ current_step: 'kb_ingest', progress_percent: 14 });
    const following = tenant.events(0);
    const [source] = await tenant.give(WARRANTY);
    await reaches(tenant, { status: 'completed', progress_percent: 100, interrupts: [] });
    const seen: unknown[] = [];
    for await (const event of following) {
      if (event.type === 'workflow') seen.push(event.data);
      if ((event.data as unknown as WorkflowView).status === 'completed') break;
    }
    expect(seen.at(-1)).toEqual(await workflowOf(tenant));
    const { history } = await tenant.get<WorkflowHistory>('/api/trial/workflow');
    expect(history[0]).toMatchObject({ event: 'step_done', to_status: 'completed', actor: 'workflow' });
    expect(await tenant.get<Branding>('/api/trial/branding')).toMatchObject({
      display_name: 'Bluebird Bikes',
    });
    await expect
      .poll(() => subjects(email).toSorted(), SOON)
      .toEqual([
        'The assistant for Bluebird Bikes is live',
        'Your assistant for Bluebird Bikes is being set up',
      ]);

    const rollback = (client: TenantClient, to: string) =>
      client.call('POST', '/api/trial/workflow/rollback', { to });
    const scopes = ['trial:write', 'trial:read'];
    const key = await (await tenant.call('POST', '/api/trial/keys', { name: 'k', scopes })).json();
    const contractor = tenantClient(product.url, tenant.tenantId, key.key);
    expect((await rollback(contractor, 'kb_ingest')).status).toBe(403);
    expect((await contractor.call('POST', '/api/trial/workflow/cancel')).status).toBe(403);
    expect((await contractor.call('POST', '/api/trial/workflow/resume')).status).toBe(409);
    expect((await rollback(tenant, 'trial_init')).status).toBe(400);
    expect((await tenant.ask(QUESTION)).answered).toBe(true);

    const back = await rollback(tenant, 'kb_ingest');
    expect(await back.json()).toMatchObject({
      status: 'rolled_back',
      current_step: 'kb_ingest',
      undoing: 'go_live',
    });
    await reaches(tenant, { status: 'rolled_back', undoing: null });
    expect(await tenant.trial()).toMatchObject({ kb: { chunks: 0, sources: { ready: 0, failed: 1 } } });
    expect(await tenant.get(`/api/trial/kb/${source!.source_id}`)).toMatchObject({
      error: { code: 'rolled_back' },
    });
    expect((await tenant.get<Branding>('/api/trial/branding')).display_name).toBeNull();
    expect((await tenant.ask(QUESTION)).answered).toBe(false);

    expect((await tenant.call('POST', '/api/trial/workflow/resume')).status).toBe(200);
    await reaches(tenant, { status: 'completed' });
    expect((await tenant.ask(QUESTION)).answered).toBe(true);
    expect(subjects(email)).toHaveLength(2);
  });

  it('is not at the mercy of documents that cannot be read', async () => {
    const tenant = await start('unlucky@shop.example');
    const [broken] = await tenant.give({ name: 'broken.pdf', bytes: Buffer.from('%PDF-1.7 and no more') });
    await tenant.settled([broken!.source_id]);
    expect(await workflowOf(tenant)).toMatchObject({ current_step: 'kb_ingest', status: 'in_progress' });
    await tenant.give(WARRANTY);
    await reaches(tenant, { status: 'completed' });
  });
});

describe('a link by mail', () => {
  const redeem = (secret: string) => post('/api/trial/resume/redeem', { secret });
  async function newestLink(email: string, count: number): Promise<string> {
    await expect.poll(() => mailsTo(email).length, SOON).toBe(count);
    return secretIn(mailsTo(email).at(-1)!.text);
  }

  it('opens the trial once, of any number of tries at the same time', async () => {
    const email = 'Lost.Token@shop.example';
    const tenant = await start(email);
    const welcome = await newestLink(email, 1);
    const startedAt = performance.now();
    const known = await post('/api/trial/resume', { email: email.toUpperCase() });
    const knownMs = performance.now() - startedAt;
    const unknown = await post('/api/trial/resume', { email: 'nobody@shop.example' });
    const describe = async (response: Response) => [response.status, await response.text()];
    expect(await describe(known)).toEqual([202, '']);
    expect(await describe(unknown)).toEqual([202, '']);
    expect(knownMs).toBeGreaterThan(RESUME_ANSWER_MS - 50);
    const secret = await newestLink(email, 2);
    expect(secret).not.toBe(welcome);
    const answers = await Promise.all(Array.from({ length: 8 }, () => redeem(secret)));
    const opened = answers.filter(({ status }) => status === 200);
    expect(opened).toHaveLength(1);
    const result = (await opened[0]!.json()) as StartTrialResult;
    expect(result.tenant_id).toBe(tenant.tenantId);
    const resumed = tenantClient(product.url, result.tenant_id, result.trial_token);
    const state: TrialState = await resumed.trial();
    expect(state.workflow.workflow_id).toBe(result.workflow_id);
    expect((await tenant.trial()).tenant).toEqual(state.tenant);
    const bodyOf = async (response: Response) => {
      const { request_id: _, ...problem } = await response.json();
      return problem;
    };
    const used = await redeem(secret);
    expect(used.status).toBe(401);
    expect(await bodyOf(used)).toEqual(await bodyOf(await redeem(`fdr_${'A'.repeat(43)}`)));
    expect((await redeem(welcome)).status).toBe(200);
  });

  it('runs out after an hour, and nobody’s mailbox is flooded', async () => {
    const email = 'slow@shop.example';
    await start(email);
    await post('/api/trial/resume', { email });
    const secret = await newestLink(email, 2);
    for (let n = 0; n < 4; n++) await post('/api/trial/resume', { email });
    try {
      offsetMs = RESUME_LINK_REQUESTED_MS;
      expect((await redeem(secret)).status).toBe(401);
      await post('/api/trial/resume', { email });
      // The first mail of the next hour comes after all of the last one.
      await newestLink(email, 1 + 3 + 1);
      expect((await redeem(await newestLink(email, 5))).status).toBe(200);
    } finally {
      offsetMs = 0;
    }
  });

  it('keeps no secret: neither in the outbox nor among the links', async () => {
    const email = 'secret@shop.example';
    const tenant = await start(email);
    const secret = await newestLink(email, 1);
    const exported = await (await tenant.call('GET', '/api/trial/export')).text();
    expect(exported).toContain('"table":"resume_links"');
    expect(exported).toContain('"table":"mails"');
    expect(exported).not.toContain(secret);
    const outbox = await product.ports.database.asTenant(tenant.tenantId, (tx) =>
      tx.selectFrom('mails').select(['status', 'body']).execute(),
    );
    expect(outbox).toEqual([{ status: 'sent', body: null }]);
  });
});
