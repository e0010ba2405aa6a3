/** What the running product says of itself: who may read it, and that counters move by exactly what was done. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WORKFLOW_STATUSES, WORKFLOW_STEPS } from '#lib/contracts/workflow.ts';
import { comesToRest } from '../fixtures/come-to-rest.ts';
import { type OpenAiStub, startOpenAiStub } from '../fixtures/openai-stub.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { scrape, sumOf } from '../fixtures/read-metrics.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';
import { MODE } from '../fixtures/test-database.ts';
import { allowWidget, openSession, visit } from '../fixtures/visitor-client.ts';

const TOKEN = 'the-token-of-this-test';
const SITE = 'https://shop.example';
const TEXT = '# Bicycles\n\nThe frame has a warranty of 6 years. Bicycles can be rented by the day.\n';
const PRICES = {
  LLM_PRICE_PROMPT_USD_PER_MTOK: '2',
  LLM_PRICE_COMPLETION_USD_PER_MTOK: '8',
  EMBEDDING_PRICE_USD_PER_MTOK: '0.5',
};
const GAUGES_MAX_MS = 30_000;

let stub: OpenAiStub;
let product: Product;
let tenant: TenantClient;

beforeAll(async () => {
  stub = await startOpenAiStub('ok', {
    answer: ['The frame has a warranty of 6 years [1].'],
    dimensions: 64,
  });
  product = await openProduct({
    env: {
      ...PRICES,
      METRICS_TOKEN: TOKEN,
      LLM_BASE_URL: stub.url,
      LLM_MODEL: 'chat-stub',
      EMBEDDING_BASE_URL: stub.url,
      EMBEDDING_MODEL: 'embed-stub',
      EMBEDDING_DIMENSIONS: '64',
      ASSESSMENT_LLM: 'off',
      RATE_LIMITS: JSON.stringify({ 'admin-login': 1_000, 'trial-resume-hour': 2 }),
    },
  });
  tenant = await startTenant(product.url);
  const given = await tenant.give({ name: 'catalogue.md', bytes: Buffer.from(TEXT) });
  await tenant.settled(given.map((one) => one.source_id));
  await comesToRest(product.ports.database, tenant.tenantId);
});

afterAll(async () => {
  await product?.close();
  await stub?.close();
});

type Series = Map<string, number>;
const metrics = () => scrape(product.url, TOKEN);

/** What counters rose by while something was done. */
async function risen(work: () => Promise<unknown>) {
  const before = await metrics();
  await work();
  const after = await metrics();
  return (name: string, labels: Record<string, string> = {}) =>
    sumOf(after, name, labels) - sumOf(before, name, labels);
}

/** Gauges of the database are read every few seconds. */
function becomes(check: (series: Series) => number) {
  return expect.poll(async () => check(await metrics()), { timeout: GAUGES_MAX_MS, interval: 500 });
}

describe('GET /api/metrics', () => {
  it('needs the token when there is one, and never runs out of attempts', async () => {
    const rose = await risen(async () => {
      for (let n = 0; n < 30; n++) {
        const headers = { Authorization: 'Bearer no' };
        const refused = await fetch(`${product.url}/api/metrics`, { headers });
        expect(refused.status).toBe(401);
        expect(await refused.json()).toMatchObject({ code: 'unauthenticated' });
      }
    });
    expect(rose('frontdesk_auth_failures_total', { kind: 'metrics_token' })).toBe(30);
  });

  it('says what runs', async () => {
    const role = MODE === 'embedded' ? 'server' : 'worker';
    expect(sumOf(await metrics(), 'frontdesk_build_info', { mode: MODE, role })).toBe(1);
  });
});

describe('counters', () => {
  it('of requests move by route and class of status', async () => {
    const rose = await risen(async () => {
      for (let n = 0; n < 4; n++) await (await fetch(`${product.url}/api/health/live`)).text();
      for (let n = 0; n < 3; n++)
        await tenant.call('GET', '/api/trial/kb/01890000-0000-7000-8000-000000000001');
      await (await fetch(`${product.url}/api/nothing/here`)).text();
    });
    const count = (labels: Record<string, string>) =>
      rose('frontdesk_http_request_duration_seconds_count', labels);
    expect(count({ route: '/api/health/live', method: 'GET', status_class: '2xx' })).toBe(4);
    expect(count({ route: '/api/trial/kb/{source_id}', status_class: '4xx' })).toBe(3);
    expect(count({ route: 'other', status_class: '4xx' })).toBe(1);
  });

  it('of questions: plans, calls of models, tokens and cost', async () => {
    let told = { prompt_tokens: 0, completion_tokens: 0 };
    const rose = await risen(async () => {
      told = (await tenant.ask('How long is the warranty on the frame?')).usage;
      await tenant.ask('How long is the warranty on the frame?');
      const queries = ['Can I rent one?', 'What about rain?'].map((query) => ({ query }));
      const batch = await tenant.call('POST', '/api/ask', { queries });
      const { usage } = (await batch.json()) as { usage: typeof told };
      told = {
        prompt_tokens: told.prompt_tokens + usage.prompt_tokens,
        completion_tokens: told.completion_tokens + usage.completion_tokens,
      };
    });
    expect(rose('frontdesk_queries_total', { plan: 'trial' })).toBe(4);
    const chat = { model: 'chat-stub' };
    expect(rose('frontdesk_model_calls_total', { ...chat, operation: 'chat', outcome: 'ok' })).toBe(3);
    expect(rose('frontdesk_model_tokens_total', { ...chat, kind: 'prompt' })).toBe(told.prompt_tokens);
    expect(rose('frontdesk_model_tokens_total', { ...chat, kind: 'completion' })).toBe(
      told.completion_tokens,
    );
    const usd = (told.prompt_tokens * 2 + told.completion_tokens * 8) / 1e6;
    expect(rose('frontdesk_model_cost_usd_total', chat)).toBeCloseTo(usd, 12);
    // One call for the first question, one for the batch; the stub tells one token each.
    const embed = { model: 'embed-stub:64' };
    expect(rose('frontdesk_model_calls_total', { ...embed, operation: 'embed', outcome: 'ok' })).toBe(2);
    expect(rose('frontdesk_model_tokens_total', { ...embed, kind: 'prompt' })).toBe(2);
    expect(rose('frontdesk_model_cost_usd_total', embed)).toBeCloseTo(1e-6, 12);
  });

  it('of refused credentials, by kind', async () => {
    const key = await allowWidget(tenant, SITE);
    const visitor = await visit(product.url, SITE, { widget_key: key });
    const call = (path: string, headers: Record<string, string>) => fetch(product.url + path, { headers });
    const rose = await risen(async () => {
      for (let n = 0; n < 2; n++) await call('/api/trial', { authorization: `Bearer fdt_${'x'.repeat(43)}` });
      await call('/api/trial', {});
      for (let n = 0; n < 3; n++)
        await call('/api/widget/history', { authorization: `Bearer fdv_${'x'.repeat(43)}`, origin: SITE });
      await call('/api/widget/history', {
        authorization: `Bearer ${visitor.session_token}`,
        origin: 'https://other.example',
      });
      await openSession(product.url, 'https://other.example', { widget_key: key });
      for (let n = 0; n < 4; n++) await call('/api/admin/me', { authorization: 'Bearer not.a.token' });
      await fetch(`${product.url}/api/admin/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'nobody@shop.example', password: 'a wrong password of nobody' }),
      });
    });
    const count = (kind: string) => rose('frontdesk_auth_failures_total', { kind });
    expect(['tenant_token', 'widget_token', 'origin', 'admin_token', 'admin_login'].map(count)).toEqual([
      2, 3, 2, 4, 1,
    ]);
  });

  it('of limits, by policy', async () => {
    const rose = await risen(async () => {
      for (let n = 0; n < 5; n++) {
        await fetch(`${product.url}/api/trial/resume`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ email: 'nobody@shop.example' }),
        });
      }
    });
    const count = (outcome: string) =>
      rose('frontdesk_rate_limit_decisions_total', { policy: 'trial-resume-hour', outcome });
    expect([count('allowed'), count('refused')]).toEqual([2, 3]);
    expect(rose('frontdesk_rate_limiter_fallback_decisions_total')).toBe(0);
  });

  it('of what the database, the guard of addresses and the parser refuse', async () => {
    const { database, outbound } = product.ports;
    const stranger = crypto.randomUUID();
    const rose = await risen(async () => {
      const planted = database.asTenant(stranger, (tx) =>
        sql`update tenants set business_name = 'x' where tenant_id = ${tenant.tenantId}`.execute(tx),
      );
      await planted;
      const foreign = database.asTenant(stranger, (tx) =>
        sql`insert into tenant_stats (tenant_id) values (${tenant.tenantId})`.execute(tx),
      );
      await expect(foreign).rejects.toMatchObject({ code: '42501' });
      expect(outbound.refusalOf('https://127.0.0.1/')).not.toBeNull();
      const body = { url: 'https://10.0.0.1/', body: '{}', headers: {}, timeoutMs: 1_000, maxBytes: 10 };
      expect(await outbound.postJson({ ...body, expects: 'status' })).toMatchObject({ ok: false });
    });
    expect(rose('frontdesk_rls_refusals_total')).toBe(1);
    expect(rose('frontdesk_ssrf_refusals_total')).toBe(2);
  });

  it('of ingestion, jobs, mails and set-ups', async () => {
    let bytes = 0;
    const rose = await risen(async () => {
      const other = await startTenant(product.url, 'Another');
      const files = [
        { name: 'one.md', bytes: Buffer.from(TEXT) },
        { name: 'two.txt', bytes: Buffer.from('There is a bell on each bicycle. It is loud.') },
        { name: 'broken.pdf', bytes: Buffer.from('%PDF-1.7\nnot much of one') },
      ];
      bytes = files[0]!.bytes.byteLength + files[1]!.bytes.byteLength;
      const sources = await other.settled((await other.give(...files)).map((one) => one.source_id));
      expect(sources.map(({ status }) => status).sort()).toEqual(['failed', 'ready', 'ready']);
      const sent = () =>
        product.ports.database.asTenant(other.tenantId, (tx) =>
          tx.selectFrom('mails').select('status').execute(),
        );
      await expect
        .poll(async () => (await sent()).map(({ status }) => status), { timeout: 20_000 })
        .toContain('logged');
    });
    expect(rose('frontdesk_trials_started_total')).toBe(1);
    expect(rose('frontdesk_ingest_sources_total', { outcome: 'ready' })).toBe(2);
    expect(rose('frontdesk_ingest_sources_total', { outcome: 'failed' })).toBe(1);
    expect(rose('frontdesk_ingest_bytes_total')).toBe(bytes);
    expect(rose('frontdesk_ingest_chunks_total')).toBeGreaterThanOrEqual(2);
    for (const stage of ['parse', 'chunk', 'embed', 'store', 'total']) {
      const at = rose('frontdesk_ingest_duration_seconds_count', { stage });
      expect(at, stage).toBe(2);
    }
    await becomes((series) =>
      sumOf(series, 'frontdesk_job_duration_seconds_count', { queue: 'ingest-source', outcome: 'done' }),
    ).toBeGreaterThanOrEqual(4);
    expect(rose('frontdesk_mails_total', { outcome: 'sent' })).toBeGreaterThanOrEqual(1);
    const ingested = { step: 'kb_ingest', outcome: 'completed' };
    expect(rose('frontdesk_workflow_steps_total', ingested)).toBeLessThanOrEqual(1);
    await becomes((series) => sumOf(series, 'frontdesk_workflow_steps_total', ingested)).toBe(2);
    await becomes((series) => sumOf(series, 'frontdesk_kb_quality_count')).toBeGreaterThanOrEqual(2);
  });
});

describe('a trial', () => {
  it('that becomes a plan, asks and is erased, is counted once at each', async () => {
    const other = await startTenant(product.url, 'Converted');
    const admin = { kind: 'admin', adminId: crypto.randomUUID(), email: 'operator@shop.example' } as const;
    const session = { sessionId: crypto.randomUUID(), requestId: 'r', address: '127.0.0.1' };
    const operator = { ...admin, ...session, role: 'operator' } as const;
    const upgrade = (plan: 'standard' | 'pro') =>
      product.app.upgradeTrial(operator, { tenantId: other.tenantId, plan });
    const rose = await risen(async () => {
      await upgrade('standard');
      await upgrade('pro');
      await other.ask('Is anybody there?');
      expect((await other.call('DELETE', '/api/trial')).status).toBeLessThan(300);
    });
    expect(rose('frontdesk_trials_converted_total', { plan: 'standard' })).toBe(1);
    expect(rose('frontdesk_trials_converted_total')).toBe(1);
    expect(rose('frontdesk_queries_total', { plan: 'pro' })).toBe(1);
    expect(rose('frontdesk_queries_total')).toBe(1);
    expect(rose('frontdesk_trial_purges_total', { outcome: 'done' })).toBe(1);
    expect(rose('frontdesk_trial_purges_total', { outcome: 'failed' })).toBe(0);
  });
});

describe('a scrape', () => {
  it('takes less than 50 ms', async ({ annotate }) => {
    const times: number[] = [];
    for (let n = 0; n < 20; n++) {
      const from = performance.now();
      await metrics();
      times.push(performance.now() - from);
    }
    const sorted = times.sort((a, b) => a - b);
    await annotate(`${sorted[0]!.toFixed(1)} ms at best, ${sorted[10]!.toFixed(1)} ms in the middle`);
    // A loaded machine is no fault of the code.
    expect(sorted[0]).toBeLessThan(50);
  });
});

describe('gauges', () => {
  it('tell the pool, the queue and the tenants as they are', async () => {
    await becomes((series) => sumOf(series, 'frontdesk_trials', { state: 'active' })).toBe(2);
    const series = await metrics();
    expect(sumOf(series, 'frontdesk_db_pool_size')).toBe(MODE === 'embedded' ? 1 : 10);
    expect(series.has('frontdesk_db_pool_connections{state="waiting"}')).toBe(true);
    expect(sumOf(series, 'frontdesk_db_server_connections')).toBeGreaterThanOrEqual(1);
    // One answer of Redis that comes late changes both for a moment.
    const limiting = async () => {
      const now = await metrics();
      return [now.get('frontdesk_redis_up'), now.get('frontdesk_rate_limiter_degraded')];
    };
    await expect
      .poll(limiting, { timeout: GAUGES_MAX_MS, interval: 500 })
      .toEqual([MODE === 'embedded' ? undefined : 1, 0]);
    const inFunnel = [...series.keys()].filter((key) => key.startsWith('frontdesk_workflow_tenants'));
    expect(sumOf(series, 'frontdesk_workflow_tenants')).toBe(2);
    for (const key of inFunnel) {
      expect(WORKFLOW_STEPS.some((step) => key.includes(`step="${step}"`))).toBe(true);
      expect(WORKFLOW_STATUSES.some((status) => key.includes(`status="${status}"`))).toBe(true);
    }
    expect(series.get('frontdesk_trial_purges_overdue')).toBe(0);
    expect(sumOf(series, 'frontdesk_collect_errors_total')).toBe(0);
  });

  it('see a job that is put off, and that it does not wait yet', async () => {
    const { database, jobs } = product.ports;
    await database.asTenant(tenant.tenantId, (tx) =>
      jobs.enqueue(
        tx,
        'deliver-webhook',
        { tenant_id: tenant.tenantId, webhook_id: crypto.randomUUID() },
        { delaySeconds: 3_600 },
      ),
    );
    await becomes((series) =>
      sumOf(series, 'frontdesk_queue_jobs', { queue: 'deliver-webhook', state: 'later' }),
    ).toBe(1);
    const series = await metrics();
    expect(series.get('frontdesk_queue_oldest_job_age_seconds{queue="deliver-webhook"}')).toBe(0);
  });

  it('are not read anew for every scrape, and a scrape does not wait for a database that hangs', async () => {
    const { database } = product.ports;
    const right = database.asPlatform;
    let reads = 0;
    Object.assign(database, {
      asPlatform: (reason: string, work: never) => {
        if (reason !== 'metrics') return right(reason as 'metrics', work);
        reads += 1;
        return new Promise(() => {});
      },
    });
    try {
      await becomes(() => reads).toBe(1);
      const from = performance.now();
      await Promise.all(Array.from({ length: 10 }, metrics));
      expect(performance.now() - from).toBeLessThan(5_000);
      expect(reads).toBe(1);
    } finally {
      Object.assign(database, { asPlatform: right });
    }
  });
});
