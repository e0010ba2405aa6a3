/** What operators see of trials and do to them over HTTP, and what is written down of it. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDayUsage, type DayUsage, dayOf } from '#lib/chat/usage-day-store.ts';
import type { AuditEntry } from '#lib/contracts/admin.ts';
import type { AdminTrial, AdminTrialDetail } from '#lib/contracts/admin-trials.ts';
import type { Overview, UnansweredQuestion } from '#lib/contracts/admin-usage.ts';
import { PLANS, TRIAL_QUERIES } from '#lib/core/limits.ts';
import { type AdminClient, firstOwner, invited } from '../fixtures/admin-client.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';

const DAY_MS = 86_400_000;
let product: Product;
let owner: AdminClient;
let operator: AdminClient;
let tenants: TenantClient[];

beforeAll(async () => {
  product = await openProduct();
  owner = await firstOwner(product);
  operator = await invited(product.url, owner, 'operator');
  tenants = [];
  for (const name of ['Anna’s 100%_Bakery', 'Ben Bikes', 'Cora Cafe'])
    tenants.push(await startTenant(product.url, name));
});
afterAll(() => product.close());

const list = (query = '') =>
  owner.get<{ trials: AdminTrial[]; next_cursor: string | null }>(`/api/admin/trials${query}`);
const names = async (query: string) => (await list(query)).trials.map(({ business_name }) => business_name);
const pathOf = ({ tenantId }: TenantClient, verb = '') => `/api/admin/trials/${tenantId}${verb}`;
async function did<T>(path: string, body: object): Promise<T> {
  const response = await operator.call('POST', path, body);
  expect(response.status, await response.clone().text()).toBe(200);
  return (await response.json()) as T;
}
const lastAudit = async (action: string) =>
  (await owner.get<{ entries: AuditEntry[] }>(`/api/admin/audit?limit=1&action=${action}`)).entries[0];

describe('the list of trials', () => {
  it('comes in pages, newest first, each trial once', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await list(`?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      seen.push(...page.trials.map(({ tenant_id }) => tenant_id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(tenants.map(({ tenantId }) => tenantId).reverse());
  });

  it('finds by a part of the name, letter by letter, by address and by id', async () => {
    expect(await names('?search=BIKES')).toEqual(['Ben Bikes']);
    expect(await names(`?search=${encodeURIComponent('0%_b')}`)).toEqual(['Anna’s 100%_Bakery']);
    expect(await names('?search=%25')).toEqual(['Anna’s 100%_Bakery']);
    expect(await names('?search=owner@shop')).toHaveLength(3);
    expect(await names(`?search=${tenants[2]!.tenantId}`)).toEqual(['Cora Cafe']);
    expect(await names(`?search=${encodeURIComponent("' or true --")}`)).toEqual([]);
  });
});

describe('a trial', () => {
  it('is shown with usage, documents, assessment and workflow', async () => {
    const [anna] = tenants;
    const detail = await owner.get<AdminTrialDetail>(pathOf(anna!));
    expect(detail).toMatchObject({
      trial: { business_name: 'Anna’s 100%_Bakery', email: 'owner@shop.example', status: 'trial' },
      usage: { queries_used: 0, queries_limit: TRIAL_QUERIES },
      kb: { chunks: 0, sources: { ready: 0 } },
      assessment: null,
      workflow: { current_step: 'kb_ingest' },
      history: [{ version: 1, event: 'trial_started' }],
      rate_limits: {},
    });
    expect((await owner.call('GET', `/api/admin/trials/${randomUUID()}`)).status).toBe(404);
  });

  it('is ended at once, goes on with more days, and counts them from now', async () => {
    const [, ben] = tenants;
    const ask = async () => (await ben!.call('POST', '/api/ask', { query: 'Open?' })).status;
    expect(await ask()).toBe(200);
    expect(await did<AdminTrial>(pathOf(ben!, '/cancel'), {})).toMatchObject({ status: 'expired' });
    expect(await ask()).toBe(402);
    expect(await names('?status=expired')).toEqual(['Ben Bikes']);
    expect((await operator.call('POST', pathOf(ben!, '/cancel'), {})).status).toBe(409);
    const from = Date.now();
    const after = await did<AdminTrial>(pathOf(ben!, '/extend'), { days: 7 });
    expect(after.status).toBe('trial');
    expect(Math.abs(Date.parse(after.expires_at) - from - 7 * DAY_MS)).toBeLessThan(DAY_MS);
    expect(await ask()).toBe(200);
    const again = await did<AdminTrial>(pathOf(ben!, '/extend'), { days: 3 });
    expect(Date.parse(again.expires_at) - Date.parse(after.expires_at)).toBe(3 * DAY_MS);
    expect(await lastAudit('trial.extended')).toMatchObject({
      email: operator.email,
      subject: `trial:${ben!.tenantId}`,
      before: { status: 'trial', expires_at: after.expires_at },
      after: { status: 'trial', expires_at: again.expires_at, days: 3 },
    });
    expect(await lastAudit('trial.cancelled')).toMatchObject({ after: { status: 'expired' } });
  });

  it('on a plan has its quotas and no end to extend', async () => {
    const [, , cora] = tenants;
    expect(await did<AdminTrial>(pathOf(cora!, '/upgrade'), { plan: 'standard' })).toMatchObject({
      status: 'active',
      plan: 'standard',
      queries_limit: PLANS.standard.queries,
    });
    expect((await cora!.trial()).usage.queries_limit).toBe(PLANS.standard.queries);
    expect((await operator.call('POST', pathOf(cora!, '/extend'), { days: 1 })).status).toBe(409);
    expect(await lastAudit('trial.upgraded')).toMatchObject({
      before: { status: 'trial', plan: 'trial' },
      after: { status: 'active', plan: 'standard' },
    });
    const gone = `/api/admin/trials/${randomUUID()}/upgrade`;
    expect((await operator.call('POST', gone, { plan: 'pro' })).status).toBe(404);
  });
});

describe('the overview', () => {
  it('counts what there is', async () => {
    const overview = await owner.get<Overview>('/api/admin/usage');
    expect(overview).toMatchObject({
      trials: { trial: 2, expired: 0, active: 1 },
      waiting_for_operator: 0,
      conversion: { started: 3, live: 0, upgraded: 1 },
      unanswered_share: 1,
    });
    expect(overview.questions).toHaveLength(30);
    // The two that were let in; the one that was refused is none.
    expect(overview.questions.at(-1)!.asked + overview.questions.at(-2)!.asked).toBe(2);
  });
});

describe('spend and failures', () => {
  it('are added up by day over all tenants, and for one; what is older is left out', async () => {
    const [anna, ben] = tenants;
    const dayBefore = (days: number) => dayOf(new Date(Date.now() - days * DAY_MS));
    const add = ({ tenantId }: TenantClient, days: number, usage: Omit<DayUsage, 'day'>) =>
      product.ports.database.asTenant(tenantId, (tx) =>
        addDayUsage(tx, tenantId, { day: dayBefore(days), ...usage }).execute(),
      );
    const before = await owner.get<Overview>('/api/admin/usage');
    expect(before).toMatchObject({ failed_share: 0, spend: { cost_micro_usd: 0, prompt_tokens: 0 } });
    await add(anna!, 3, { prompt_tokens: 1_000, completion_tokens: 50, cost_micro_usd: 180 });
    await add(anna!, 3, {
      prompt_tokens: 500,
      completion_tokens: 10,
      cost_micro_usd: 81,
      failed_questions: 1,
    });
    await add(anna!, 10, { prompt_tokens: 7, completion_tokens: 1, cost_micro_usd: 2 });
    await add(ben!, 3, { prompt_tokens: 100, completion_tokens: 5, cost_micro_usd: 18, failed_questions: 1 });
    await add(ben!, 40, { prompt_tokens: 9_999, cost_micro_usd: 9_999, failed_questions: 99 });
    const after = await owner.get<Overview>('/api/admin/usage');
    expect(after.spend).toMatchObject({ prompt_tokens: 1_607, completion_tokens: 66, cost_micro_usd: 281 });
    expect(after.spend.days).toHaveLength(30);
    expect(after.spend.days.find(({ day }) => day === dayBefore(3))).toEqual({
      day: dayBefore(3),
      prompt_tokens: 1_600,
      completion_tokens: 65,
      cost_micro_usd: 279,
    });
    expect(after.questions.find(({ day }) => day === dayBefore(3))).toMatchObject({ asked: 0, failed: 2 });
    // Two were answered in the tests before this one.
    expect(after.failed_share).toBe(2 / 4);
    await add(anna!, 0, { prompt_tokens: 11, completion_tokens: 3, cost_micro_usd: 4 });
    const { spend } = await owner.get<AdminTrialDetail>(pathOf(anna!));
    expect(spend).toEqual({
      prompt_tokens: 1_518,
      completion_tokens: 64,
      cost_micro_usd: 267,
      failed_questions: 1,
      today: { prompt_tokens: 11, completion_tokens: 3, cost_micro_usd: 4 },
    });
  });
});

describe('unanswered questions', () => {
  it('come grouped, the most asked first, of all tenants or of one', async () => {
    const [anna] = tenants;
    for (const query of ['Do you sell rye bread?', 'do you  sell rye bread', 'Is there parking?'])
      expect((await anna!.call('POST', '/api/ask', { query })).status).toBe(200);
    const of = async (query: string) =>
      (await owner.get<{ questions: UnansweredQuestion[] }>(`/api/admin/unanswered${query}`)).questions;
    expect(await of(`?tenant_id=${anna!.tenantId}`)).toMatchObject([
      { question: 'do you  sell rye bread', asked: 2, business_name: 'Anna’s 100%_Bakery' },
      { question: 'Is there parking?', asked: 1 },
    ]);
    expect(await of('?limit=1')).toHaveLength(1);
    const all = (await of('')).map(({ tenant_id }) => tenant_id);
    expect(new Set(all)).toEqual(new Set([anna!.tenantId, tenants[1]!.tenantId]));
  });
});
