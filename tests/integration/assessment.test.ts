/** PROMISES 10: a knowledge base is assessed when it changes and not again, whatever is lost on the way; each tenant's is its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AssessmentState, assessmentState } from '#lib/contracts/assessment.ts';
import type { AssessmentThresholds } from '#lib/ports/assessor.ts';
import { assessChanged, assessForgotten } from '#lib/trial/assess-changed.ts';
import { assessStep, undoAssess } from '#lib/trial/assess-step.ts';
import type { StepOutcome } from '#lib/trial/step.ts';
import { businessDocuments } from '../fixtures/business-documents.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';

let product: Product;
let tenant: TenantClient;

const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
const state = async (of = tenant) =>
  assessmentState.parse(await of.get<AssessmentState>('/api/trial/assessment'));

const assessed = (of = tenant) => of.assessed();

async function given(of: TenantClient, ...files: { name: string; bytes: Uint8Array }[]): Promise<string[]> {
  const ids = (await of.give(...files)).map(({ source_id }) => source_id);
  for (const { status } of await of.settled(ids)) expect(status).toBe('ready');
  return ids;
}

beforeAll(async () => {
  product = await openProduct({ env: { ASSESSMENT_DELAY_SECONDS: '0' } });
  tenant = await startTenant(product.url);
});
afterAll(() => product.close());

describe('an assessment', () => {
  it('is not there before there are documents', async () => {
    expect(await state()).toEqual({ assessment: null, up_to_date: false, history: [] });
    expect((await tenant.trial()).kb.assessment).toBeUndefined();
  });

  it('follows the documents, once for all that were given together', async () => {
    const ids = await given(tenant, ...(await businessDocuments()));
    const { assessment, history } = await assessed();
    expect(assessment).toMatchObject({ assessor: 'deterministic', sample: { documents: ids.length } });
    expect(['approve', 'warn']).toContain(assessment!.verdict);
    expect(assessment!.sample.chunks_read).toBe(assessment!.sample.chunks);
    expect(history).toHaveLength(1);
    expect(assessment!.answerable.length).toBeGreaterThan(0);
    for (const { source_id } of assessment!.answerable) expect(ids).toContain(source_id);
    expect((await tenant.trial()).kb.assessment).toMatchObject({
      verdict: assessment!.verdict,
      scores: assessment!.scores,
      up_to_date: true,
    });
  });

  it('is made again when a document comes and when one goes', async () => {
    const before = (await state()).assessment!;
    const [id] = await given(
      tenant,
      file(
        'old.txt',
        'Prices valid until 31 December 2015. In summer 2016 we will open a second shop in Cork.',
      ),
    );
    const with_ = (await assessed()).assessment!;
    expect(with_.kb_version).toBeGreaterThan(before.kb_version);
    expect(with_.stale.map(({ source_id }) => source_id)).toEqual([id, id]);
    expect(with_.issues.find(({ code }) => code === 'outdated')!.source_ids).toEqual([id]);
    expect((await tenant.call('DELETE', `/api/trial/kb/${id}`)).status).toBe(204);
    const { assessment: after, history } = await assessed();
    expect(after!.kb_version).toBeGreaterThan(with_.kb_version);
    expect(after!.stale).toEqual([]);
    expect(after!.scores).toEqual(before.scores);
    expect(history.map(({ kb_version }) => kb_version)).toEqual([
      after!.kb_version,
      with_.kb_version,
      before.kb_version,
    ]);
  });

  it('is another tenant’s business', async () => {
    const other = await startTenant(product.url, 'Another shop');
    expect(await state(other)).toEqual({ assessment: null, up_to_date: false, history: [] });
    const rows = await product.ports.database.asTenant(other.tenantId, (tx) =>
      tx.selectFrom('assessments').selectAll().execute(),
    );
    expect(rows).toEqual([]);
  });

  it('says that there is nothing when the last document is gone', async () => {
    const other = await startTenant(product.url, 'A short-lived shop');
    const [id] = await given(
      other,
      file('shop.txt', 'We open at nine. Delivery takes three days and costs $5.'),
    );
    await assessed(other);
    await other.call('DELETE', `/api/trial/kb/${id}`);
    const { assessment } = await assessed(other);
    expect(assessment).toMatchObject({ verdict: 'reject', scores: { overall: 0 } });
    expect(assessment!.issues.map(({ code }) => code)).toEqual(['empty']);
  });

  it('that was lost with its job is found missing and made', async () => {
    await undoAssess(product.ports, tenant);
    expect((await state()).assessment).toBeNull();
    await assessForgotten(product.ports);
    expect((await assessed()).assessment).not.toBeNull();
    expect(await assessForgotten(product.ports)).toBe(0);
  });

  it('is not made again by a job that comes twice or late', async () => {
    const { assessment } = await assessed();
    const { kb_version } = assessment!;
    for (const version of [kb_version, kb_version - 1, kb_version + 1]) {
      const job = { tenant_id: tenant.tenantId, kb_version: version };
      await assessChanged(product.ports, job, new AbortController().signal);
    }
    expect((await state()).assessment).toEqual(assessment);
  });
});

describe('the step of the workflow', () => {
  const step = (of: TenantClient, thresholds: AssessmentThresholds = product.ports.assessment.thresholds) => {
    const ports = { ...product.ports, assessment: { ...product.ports.assessment, thresholds } };
    const input = { tenantId: of.tenantId, workflowId: of.tenantId, signal: new AbortController().signal };
    return assessStep(ports, input);
  };

  it('uses the assessment that is there', async () => {
    const { assessment } = await assessed();
    expect(await step(tenant)).toMatchObject({
      outcome: 'done',
      detail: { kb_version: assessment!.kb_version },
    });
    expect((await state()).assessment).toEqual(assessment);
  });

  it.each<[string, AssessmentThresholds, Partial<StepOutcome> & { kind?: string }]>([
    ['approves', { review: 0, warn: 0, approve: 0 }, { outcome: 'done' }],
    ['goes on with a warning', { review: 0, warn: 0, approve: 1 }, { outcome: 'done' }],
    [
      'asks for a review',
      { review: 0, warn: 1, approve: 1 },
      { outcome: 'interrupt', kind: 'manual_review' },
    ],
    [
      'asks for more documents',
      { review: 1, warn: 1, approve: 1 },
      { outcome: 'interrupt', kind: 'user_input' },
    ],
  ])('%s at %o', async (what, thresholds, outcome) => {
    await undoAssess(product.ports, tenant);
    const result = await step(tenant, thresholds);
    expect(result).toMatchObject(outcome);
    if (result.outcome === 'wait') throw new Error('nothing to wait for');
    expect('warning' in result.detail!).toBe(what.includes('warning'));
    expect((await state()).assessment!.scores.overall).toBeGreaterThan(0);
  });

  it('waits while documents are being read', async () => {
    const other = await startTenant(product.url, 'A patient shop');
    await product.ports.database.asTenant(other.tenantId, (tx) =>
      tx
        .insertInto('sources')
        .values({
          tenant_id: other.tenantId,
          source_id: other.tenantId,
          kind: 'text',
          name: 'never read',
          title: null,
          url: null,
          content_hash: new Uint8Array(32),
          bytes: 1,
          status: 'failed',
        })
        .execute(),
    );
    expect(await step(other)).toMatchObject({ outcome: 'interrupt', kind: 'user_input' });
    await product.ports.database.asTenant(other.tenantId, (tx) =>
      tx
        .updateTable('sources')
        .set({ status: 'ingesting', lease_until: new Date(Date.now() + 60_000) })
        .execute(),
    );
    expect(await step(other)).toMatchObject({ outcome: 'wait' });
  });
});
