/** Tools: set up by the business, run on somebody's word alone; what they keep is told once, signed, whatever dies. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ToolRecord, ToolRunResult, ToolStates, UpdatedTools } from '#lib/contracts/tools.ts';
import { undiciOutboundHttp } from '#lib/security/undici-outbound-http.ts';
import { assignStep, undoAssign } from '#lib/tools/assign-step.ts';
import { recoverWebhooks } from '#lib/tools/recover-webhooks.ts';
import { allowLoopback } from '../fixtures/outbound.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';
import { allowWidget, visit } from '../fixtures/visitor-client.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../fixtures/webhook-receiver.ts';

const SOON = { timeout: 30_000, interval: 50 };
const ADA = { name: 'Ada Moor', email: 'ada@example.com' };

let receiver: WebhookReceiver;
let product: Product;
let tenant: TenantClient;

beforeAll(async () => {
  receiver = await startWebhookReceiver();
  product = await openProduct({ outbound: undiciOutboundHttp(allowLoopback(receiver.url)) });
  tenant = await startTenant(product.url);
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.answer = { status: 200 };
});
afterAll(async () => {
  await product.close();
  await receiver.close();
});

async function setUp(of: TenantClient, ...tools: object[]): Promise<UpdatedTools> {
  const response = await of.call('PUT', '/api/trial/tools', { tools });
  expect(response.status).toBe(200);
  return (await response.json()) as UpdatedTools;
}
const run = (of: TenantClient, tool: string, input: object, key?: string) =>
  of.call('POST', '/api/tools/run', { tool, input }, key ? { 'idempotency-key': key } : {});
const ran = async (response: Response) => {
  expect(response.status).toBe(200);
  return (await response.json()) as ToolRunResult;
};
const records = async (of: TenantClient, list: string) =>
  (await of.get<{ records: ToolRecord[] }>(`/api/trial/${list}`)).records;
const webhooks = (of: TenantClient) =>
  product.ports.database.asTenant(of.tenantId, (tx) => tx.selectFrom('webhooks').selectAll().execute());

describe('the tools of a business', () => {
  it('are listed with what they need; only the search is there from the start', async () => {
    const { tools } = await tenant.get<ToolStates>('/api/trial/tools');
    expect(tools).toHaveLength(10);
    expect(tools.filter(({ assigned }) => assigned).map(({ tool }) => tool)).toEqual([
      'search_knowledge_base',
    ]);
    expect((await tenant.trial()).tools).toEqual(['search_knowledge_base']);
  });

  it('are set up with a secret that is shown once', async () => {
    const other = await startTenant(product.url, 'Setup');
    const first = await setUp(other, { tool: 'track_order', assigned: true, endpoint_url: receiver.url });
    expect(first.secrets).toEqual([
      { tool: 'track_order', signing_secret: expect.stringMatching(/^whsec_/) },
    ]);
    const again = await setUp(other, { tool: 'track_order', endpoint_url: receiver.url });
    expect(again.secrets).toEqual([]);
    expect(JSON.stringify(await other.get('/api/trial/tools'))).not.toContain('whsec_');
    const { tools } = await other.get<ToolStates>('/api/trial/tools');
    expect(tools.find(({ tool }) => tool === 'track_order')).toMatchObject({
      usable: true,
      origin: 'edited',
      settings: { endpoint_url: receiver.url, secret_set: true },
    });
    const renewed = await setUp(other, { tool: 'track_order', new_secret: true });
    expect(renewed.secrets[0]!.signing_secret).not.toBe(first.secrets[0]!.signing_secret);
  });

  it('refuse addresses inside a network, by field, and change nothing', async () => {
    for (const endpoint_url of ['http://127.0.0.1:1/', 'https://169.254.169.254/', 'https://db.internal/']) {
      const response = await tenant.call('PUT', '/api/trial/tools', {
        tools: [
          { tool: 'capture_lead', assigned: true },
          { tool: 'track_order', endpoint_url },
        ],
      });
      expect(response.status).toBe(400);
      expect((await response.json()).errors).toMatchObject([{ path: 'tools.1.endpoint_url' }]);
    }
    expect((await tenant.trial()).tools).toEqual(['search_knowledge_base']);
  });

  it('do not run unless they are assigned, nor with wrong fields', async () => {
    expect((await run(tenant, 'capture_lead', ADA)).status).toBe(404);
    const other = await startTenant(product.url, 'Fields');
    await setUp(other, { tool: 'capture_lead', assigned: true });
    const wrong = await run(other, 'capture_lead', { name: '', email: 'no', extra: 1 });
    expect(wrong.status).toBe(400);
    const paths = (await wrong.json()).errors.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(expect.arrayContaining(['input.name', 'input.email']));
    expect(await records(other, 'leads')).toEqual([]);
  });
});

describe('a lead', () => {
  beforeAll(async () => {
    const { secrets } = await setUp(tenant, {
      tool: 'capture_lead',
      assigned: true,
      endpoint_url: receiver.url,
      notify_email: 'sales@shop.example',
    });
    receiver.secret = secrets[0]!.signing_secret;
  });

  it('is a row, a signed webhook and a mail', async () => {
    const result = await ran(await run(tenant, 'capture_lead', { ...ADA, message: 'A cargo bike' }));
    expect(result).toMatchObject({ tool: 'capture_lead', status: 'done' });
    const [lead] = await records(tenant, 'leads');
    expect(lead).toMatchObject({ ...ADA, kind: 'lead', message: 'A cargo bike', phone: null });
    await expect.poll(() => receiver.received.length, SOON).toBe(1);
    expect(receiver.received[0]).toMatchObject({
      verified: true,
      body: { type: 'lead.created', data: { id: lead!.id, ...ADA } },
    });
    await expect.poll(async () => (await webhooks(tenant))[0]!.status, SOON).toBe('delivered');
    const mails = await product.ports.database.asTenant(tenant.tenantId, (tx) =>
      tx
        .selectFrom('mails')
        .select(['recipient', 'subject'])
        .where('dedupe_key', '=', `record:${lead!.id}`)
        .execute(),
    );
    expect(mails).toEqual([{ recipient: 'sales@shop.example', subject: 'Somebody is interested' }]);
  });

  it('is kept once, however often it is sent under one key', async () => {
    const before = (await records(tenant, 'leads')).length;
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => run(tenant, 'capture_lead', { ...ADA, phone: '' }, 'once')),
    );
    expect(answers.map(({ status }) => status).every((status) => [200, 409].includes(status))).toBe(true);
    // As after a process that died before it could answer: the key is free, the row is there.
    await product.ports.database.asTenant(tenant.tenantId, (tx) =>
      tx.deleteFrom('idempotency_keys').where('key', '=', 'once').execute(),
    );
    await ran(await run(tenant, 'capture_lead', { ...ADA, phone: '' }, 'once'));
    expect(await records(tenant, 'leads')).toHaveLength(before + 1);
    await expect.poll(() => receiver.received.length, SOON).toBe(1);
  });

  it('is told again under the same id until the receiver takes it', async () => {
    receiver.answer = { status: 503 };
    await ran(await run(tenant, 'capture_lead', ADA));
    await expect.poll(() => receiver.received.length, SOON).toBe(1);
    receiver.answer = { status: 200 };
    await expect.poll(() => receiver.received.length, SOON).toBe(2);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
    expect(receiver.received.every(({ verified }) => verified)).toBe(true);
    await expect
      .poll(async () => (await webhooks(tenant)).every(({ status }) => status === 'delivered'), SOON)
      .toBe(true);
  });

  it('is not lost when whoever was to tell it dies at any point', async () => {
    await ran(await run(tenant, 'capture_lead', ADA));
    await expect.poll(() => receiver.received.length, SOON).toBe(1);
    await expect
      .poll(async () => (await webhooks(tenant)).every(({ status }) => status === 'delivered'), SOON)
      .toBe(true);
    const [last] = (await webhooks(tenant)).sort((a, b) => (a.webhook_id < b.webhook_id ? 1 : -1));
    const asLeft = {
      'its job is lost': { status: 'queued' as const, lease_until: null },
      'it died after the claim': { status: 'sending' as const, lease_until: new Date(Date.now() - 1_000) },
    };
    for (const [what, left] of Object.entries(asLeft)) {
      receiver.received.length = 0;
      await product.ports.database.asTenant(tenant.tenantId, (tx) =>
        tx
          .updateTable('webhooks')
          .set({ ...left, attempts: 1, due_at: new Date(Date.now() - 60_000) })
          .where('webhook_id', '=', last!.webhook_id)
          .execute(),
      );
      await recoverWebhooks(product.ports, { waitingMs: 0 });
      await expect.poll(() => receiver.received.length, { ...SOON, message: what }).toBe(1);
      expect(receiver.received[0]).toMatchObject({ id: last!.webhook_id, verified: true });
      await expect
        .poll(async () => (await webhooks(tenant)).every(({ status }) => status === 'delivered'), SOON)
        .toBe(true);
    }
  });

  it('is another tenant’s own, in the export, and erased with its visitor', async () => {
    const other = await startTenant(product.url, 'Stranger');
    expect(await records(other, 'leads')).toEqual([]);
    await product.ports.database.asTenant(tenant.tenantId, (tx) =>
      tx.updateTable('tool_records').set({ visitor_id: 'ada' }).execute(),
    );
    const exported = await (await tenant.call('GET', '/api/trial/export')).text();
    expect(exported).toContain('ada@example.com');
    expect(exported).not.toContain('whsec_');
    const erased = await tenant.call('DELETE', '/api/trial/visitors/ada');
    expect((await erased.json()).rows.tool_records).toBeGreaterThan(0);
    expect(await records(tenant, 'leads')).toEqual([]);
    expect(await webhooks(tenant)).toEqual([]);
  });
});

describe('bookings and escalations', () => {
  it('are kept and listed by kind, a page at a time', async () => {
    const other = await startTenant(product.url, 'Pages');
    await setUp(
      other,
      { tool: 'book_appointment', assigned: true },
      { tool: 'escalate_to_human', assigned: true },
    );
    for (const wanted_date of ['2027-01-04', '2027-01-05', '2027-01-06'])
      await ran(await run(other, 'book_appointment', { ...ADA, wanted_date, wanted_time: 'morning' }));
    await ran(await run(other, 'escalate_to_human', { ...ADA, message: 'Help' }));
    const page = await other.get<{ records: ToolRecord[]; next_cursor: string }>(
      '/api/trial/bookings?limit=2',
    );
    expect(page.records.map(({ wanted_date }) => wanted_date)).toEqual(['2027-01-06', '2027-01-05']);
    const rest = await other.get<{ records: ToolRecord[]; next_cursor: null }>(
      `/api/trial/bookings?limit=2&cursor=${page.next_cursor}`,
    );
    expect(rest).toMatchObject({ records: [{ wanted_date: '2027-01-04' }], next_cursor: null });
    expect(await records(other, 'escalations')).toMatchObject([{ kind: 'escalation', message: 'Help' }]);
    expect(await records(other, 'leads')).toEqual([]);
    expect((await other.call('GET', '/api/trial/leads?cursor=x')).status).toBe(400);
  });
});

describe('what the workflow assigns', () => {
  it('follows from the documents, spares what the business has decided, and is offered in answers', async () => {
    const other = await startTenant(product.url, 'Assigned');
    await setUp(other, { tool: 'search_products', assigned: false });
    const text = [
      'Every parcel can be followed online: you get a tracking number by e-mail when your order is sent.',
      'Our range: shirts are 49, jumpers 89 and coats 199, in sizes S to XL.',
      'Leave your contact details and our sales team calls you back with an offer.',
    ].join('\n\n');
    const [source] = await other.give({ name: 'shop.txt', bytes: Buffer.from(text) });
    await other.settled([source!.source_id]);
    const step = await assignStep(product.ports, {
      tenantId: other.tenantId,
      workflowId: source!.source_id,
      signal: AbortSignal.timeout(30_000),
    });
    if (step.outcome !== 'done') throw new Error(step.outcome);
    await product.ports.database.asTenant(other.tenantId, (tx) => step.store!(tx));
    const { tools } = await other.get<ToolStates>('/api/trial/tools');
    const stateOf = (name: string) => tools.find(({ tool }) => tool === name);
    expect(stateOf('track_order')).toMatchObject({
      assigned: true,
      usable: false,
      origin: 'recommended',
      reason: expect.stringContaining('Every parcel'),
    });
    expect(stateOf('search_products')).toMatchObject({ assigned: false, origin: 'edited' });
    expect((await other.trial()).tools).toEqual(expect.arrayContaining(['capture_lead', 'track_order']));

    // Not before it has an endpoint, then at once, and no longer when it is taken away: no cached answer is in the way.
    const question = 'Where is my order A-10023?';
    expect((await other.ask(question)).actions).toBeUndefined();
    await setUp(other, { tool: 'track_order', endpoint_url: receiver.url });
    const [action] = (await other.ask(question)).actions!;
    expect(action).toMatchObject({ tool: 'track_order', fields: [{ value: 'A-10023' }, {}] });
    expect(await other.ask(question)).toMatchObject({ cached: true, actions: [action] });
    await setUp(other, { tool: 'track_order', assigned: false });
    expect((await other.ask(question)).actions).toBeUndefined();

    await undoAssign(product.ports, other);
    expect((await other.trial()).tools).toEqual(['search_knowledge_base']);
  });
});

describe('a visitor', () => {
  it('runs what is offered, from an allowed page, and each has keys of its own', async () => {
    const origin = 'https://shop.example';
    const other = await startTenant(product.url, 'Visited');
    await setUp(other, { tool: 'escalate_to_human', assigned: true });
    const widget_key = await allowWidget(other, origin);
    const body = { tool: 'escalate_to_human', input: { ...ADA, message: 'Help' } };
    for (const visitor_id of ['one', 'two']) {
      const visitor = await visit(product.url, origin, { widget_key, visitor_id });
      for (let n = 0; n < 2; n++) {
        const response = await visitor.call('POST', '/api/tools/run', body, { 'idempotency-key': 'same' });
        expect(await ran(response)).toMatchObject({ status: 'done' });
      }
      expect((await visitor.call('GET', '/api/trial/escalations')).status).not.toBe(200);
    }
    expect(await records(other, 'escalations')).toHaveLength(2);
  });
});

describe('a tool that asks the business’s own service', () => {
  it('sends a signed request and gives its answer; what it does wrong is explained', async () => {
    const { secrets } = await setUp(tenant, {
      tool: 'track_order',
      assigned: true,
      endpoint_url: receiver.url,
    });
    receiver.secret = secrets[0]!.signing_secret;
    receiver.answer = { status: 200, json: { message: 'It is on its way.', data: { eta: '2027-01-04' } } };
    expect(await ran(await run(tenant, 'track_order', { order_number: 'A-1' }))).toEqual({
      tool: 'track_order',
      status: 'done',
      message: 'It is on its way.',
      data: { eta: '2027-01-04' },
    });
    expect(receiver.received).toMatchObject([
      { verified: true, body: { data: { tool: 'track_order', input: { order_number: 'A-1' } } } },
    ]);
    for (const answer of [
      { status: 500 },
      { status: 200, json: { nothing: 1 } },
      { status: 200, json: [] },
    ]) {
      receiver.answer = answer;
      expect(await ran(await run(tenant, 'track_order', { order_number: 'A-1' }))).toMatchObject({
        status: 'failed',
        message: expect.stringContaining('right now'),
      });
    }
  });
});
