/** Operators and the workflows of tenants: found, looked into, moved on, and written down with the move or not at all. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '#lib/contracts/admin.ts';
import type { AdminWorkflow, AdminWorkflowDetail } from '#lib/contracts/admin-workflows.ts';
import { operateWorkflow } from '#lib/trial/operate-workflow.ts';
import { type AdminClient, firstOwner, invited } from '../fixtures/admin-client.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant } from '../fixtures/tenant-client.ts';

let product: Product;
let operator: AdminClient;
let viewer: AdminClient;

beforeAll(async () => {
  product = await openProduct();
  const owner = await firstOwner(product);
  operator = await invited(product.url, owner, 'operator');
  viewer = await invited(product.url, owner, 'viewer');
});
afterAll(() => product.close());

/** A tenant whose assessment asks for a look, as the engine leaves it. */
async function paused(name: string) {
  const tenant = await startTenant(product.url, name);
  const interrupt = { kind: 'manual_review', reason: 'Few answers.', raised_at: new Date().toISOString() };
  const { workflow_id } = await product.ports.database.asTenant(tenant.tenantId, (tx) =>
    tx
      .updateTable('trials')
      .set({
        current_step: 'kb_assess',
        status: 'paused',
        interrupt: JSON.stringify(interrupt),
        run_at: null,
        lease_token: null,
        lease_until: null,
      })
      .returning('workflow_id')
      .executeTakeFirstOrThrow(),
  );
  return { tenantId: tenant.tenantId, workflowId: workflow_id };
}

const list = (query: string) =>
  viewer.get<{ workflows: AdminWorkflow[]; next_cursor: string | null }>(`/api/admin/workflows?${query}`);
const post = (client: AdminClient, workflowId: string, operation: string, body: object = {}) =>
  client.call('POST', `/api/admin/workflows/${workflowId}/${operation}`, body);
const auditOf = async (tenantId: string) =>
  (await operator.get<{ entries: AuditEntry[] }>(`/api/admin/audit?subject=trial:${tenantId}`)).entries;

describe('an operator', () => {
  it('finds what waits for one, in pages, and sees why', async () => {
    const made = [await paused('Ash'), await paused('Birch'), await paused('Cedar')];
    await startTenant(product.url, 'Not waiting');
    const first = await list('waits_for=operator&limit=2');
    const second = await list(`waits_for=operator&limit=2&cursor=${first.next_cursor}`);
    const found = [...first.workflows, ...second.workflows];
    expect(found.map(({ business_name }) => business_name)).toEqual(['Cedar', 'Birch', 'Ash']);
    expect(second.next_cursor).toBeNull();
    expect((await list('status=paused&step=kb_assess')).workflows).toHaveLength(3);
    expect((await list('waits_for=tenant')).workflows).toEqual([]);
    const detail = await viewer.get<AdminWorkflowDetail>(`/api/admin/workflows/${made[0]!.workflowId}`);
    expect(detail.workflow).toMatchObject({
      tenant_id: made[0]!.tenantId,
      interrupts: [{ step: 'kb_assess', kind: 'manual_review', reason: 'Few answers.' }],
    });
    expect(detail.history.length).toBeGreaterThan(0);
  });

  it('approves one and rejects another, with a note; both are written down', async () => {
    const [good, bad] = [await paused('Good'), await paused('Bad')];
    expect((await post(viewer, good.workflowId, 'approve')).status).toBe(403);
    const approved = await post(operator, good.workflowId, 'approve', { note: 'Read it through.' });
    expect([approved.status, (await approved.json()).steps_completed]).toEqual([
      200,
      ['trial_init', 'kb_ingest', 'kb_assess'],
    ]);
    const rejected = await post(operator, bad.workflowId, 'reject', { note: 'Spam.' });
    expect([rejected.status, (await rejected.json()).status]).toEqual([200, 'failed']);
    expect(await auditOf(bad.tenantId)).toMatchObject([
      {
        actor: 'admin',
        email: operator.email,
        action: 'workflow.reject',
        before: { step: 'kb_assess', status: 'paused' },
        after: { step: 'kb_assess', status: 'failed', note: 'Spam.' },
      },
    ]);
    const { history } = await viewer.get<AdminWorkflowDetail>(`/api/admin/workflows/${bad.workflowId}`);
    expect(history[0]).toMatchObject({ event: 'reject', actor: `admin:${operator.adminId}` });
  });

  it('is told what has no place and what is not there, and nothing is written down of it', async () => {
    const { tenantId, workflowId } = await paused('Once');
    const both = await Promise.all([
      post(operator, workflowId, 'reject'),
      post(operator, workflowId, 'reject'),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await post(operator, workflowId, 'approve')).status).toBe(409);
    expect((await post(operator, randomUUID(), 'approve')).status).toBe(404);
    expect(await auditOf(tenantId)).toHaveLength(1);
    const back = await post(operator, workflowId, 'rollback', { to: 'kb_ingest' });
    expect([back.status, (await back.json()).status]).toEqual([200, 'rolled_back']);
    const cancelled = await post(operator, workflowId, 'cancel');
    expect([cancelled.status, (await cancelled.json()).status]).toEqual([200, 'cancelled']);
    const actions = (await auditOf(tenantId)).map(({ action }) => action);
    expect(actions).toEqual(['workflow.cancel', 'workflow.rollback', 'workflow.reject']);
  });

  it('moves nothing when it cannot be written down', async () => {
    const { tenantId, workflowId } = await paused('Together');
    const ports = { ...product.ports, publicUrl: product.url };
    const order = {
      tenantId,
      operation: { type: 'reject' },
      alongside: async () => {
        throw new Error('no log');
      },
    } as const;
    await expect(operateWorkflow(ports, `admin:${operator.adminId}`, order)).rejects.toThrow('no log');
    const { workflow } = await viewer.get<AdminWorkflowDetail>(`/api/admin/workflows/${workflowId}`);
    expect(workflow.status).toBe('paused');
  });
});
