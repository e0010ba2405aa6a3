/** Feature flags: both sides of each, by tenant; set by operators with a trace; and a guard that turns a harmful one off. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AskResult } from '#lib/contracts/ask.ts';
import type { FlagList, FlagState, SetFlagInput } from '#lib/contracts/flags.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { FLAG_KEYS, type FlagKey } from '#lib/core/flag-keys.ts';
import { isEnabled } from '#lib/flags/is-enabled.ts';
import { listFlags } from '#lib/flags/list-flags.ts';
import { setFlag } from '#lib/flags/set-flag.ts';
import { tenantBucket } from '#lib/flags/tenant-bucket.ts';
import type { Log } from '#lib/ports/log.ts';
import { openFlags } from '#runtime/flags.ts';
import { firstOwner, invited } from '../fixtures/admin-client.ts';
import { type OpenAiScenario, type OpenAiStub, startOpenAiStub } from '../fixtures/openai-stub.ts';
import { openProduct, type Product } from '../fixtures/product.ts';
import { type SentMessages, watchMessages } from '../fixtures/sent-messages.ts';
import { startTenant, type TenantClient } from '../fixtures/tenant-client.ts';
import { MODE } from '../fixtures/test-database.ts';

const QUESTION = 'How long is the warranty on the frame?';
const FACT = 'The warranty on the frame is six years.';
const NEAR = ['How many saddles do you sell in a year?', 'How many saddles do you sell each year?'];
/** Enough for the exact test, with room: a stage with fewer tenants cannot convince the guard. */
const TENANTS_A_SIDE = 9;
/** Short, so that the test is; operators have the default. */
const POLL_MS = 100;

const operator: AdminCaller = {
  kind: 'admin',
  requestId: 'flags-test',
  adminId: '019a0000-0000-7000-8000-0000000000ad',
  email: 'operator@example.com',
  role: 'operator',
  sessionId: '019a0000-0000-7000-8000-0000000000ae',
  address: '192.0.2.7',
};

const scenarios: OpenAiScenario[] = ['ok'];
const errors: { fields: object; message: string }[] = [];
let stub: OpenAiStub;
let product: Product;
let tenant: TenantClient;
let sent: SentMessages;

const list = async () => listFlags(product.ports, operator, {});
const stateOf = async (key: FlagKey) => (await list()).flags.find((flag) => flag.key === key)!;
async function set(key: FlagKey, change: Partial<SetFlagInput>): Promise<FlagState> {
  const { version, enabled, percentage } = await stateOf(key);
  return setFlag(product.ports, operator, key, { version, enabled, percentage, ...change });
}
const audits = async (key: FlagKey) =>
  product.ports.database.asPlatform('readiness', (tx) =>
    tx
      .selectFrom('admin_audit')
      .selectAll()
      .where('subject', '=', `flag:${key}`)
      .orderBy('audit_id')
      .execute(),
  );

async function tenantWithFact(): Promise<TenantClient> {
  const client = await startTenant(product.url);
  await client.call('POST', '/api/trial/kb/text', { title: 'Warranty', content: FACT });
  return client;
}

beforeAll(async () => {
  sent = watchMessages();
  stub = await startOpenAiStub(scenarios, { answer: ['Six years ', '[1].'] });
  product = await openProduct({
    env: { LLM_BASE_URL: stub.url, LLM_MODEL: 'stub-model', LLM_API_KEY: 'sk' },
  });
  const log: Log = {
    info() {},
    warn() {},
    error: (fields, message) => errors.push({ fields, message }),
  };
  const { database, telemetry } = product.ports;
  const flags = await openFlags(
    { database, log, telemetry },
    { aloneOnDatabase: MODE === 'embedded', pollMs: POLL_MS },
  );
  await product.ports.flags.close();
  product.ports.flags = flags;
  tenant = await tenantWithFact();
  const { sources } = await tenant.get<{ sources: { source_id: string }[] }>('/api/trial/kb');
  await tenant.settled(sources.map(({ source_id }) => source_id));
  // Searches as well, so it must be over before a test looks.
  await tenant.assessed();
}, 60_000);
beforeEach(() => {
  scenarios.splice(0, scenarios.length, 'ok');
  sent.forget();
});
afterAll(async () => {
  await product.ports.flags.close();
  await product.close();
  await stub.close();
  sent.stop();
});

describe('each flag', () => {
  it('llm-answers: on, a model words the answer; off, the documents are quoted; neither is taken for the other', async () => {
    const modes: [string, boolean][] = [];
    const ask = async () => {
      const { mode, cached } = await tenant.ask(QUESTION);
      modes.push([mode, cached]);
    };
    await ask();
    await ask();
    await set('llm-answers', { enabled: false });
    await ask();
    await ask();
    await set('llm-answers', { enabled: true });
    await ask();
    expect(modes).toEqual([
      ['llm', false],
      ['llm', true],
      ['extractive', false],
      ['extractive', true],
      ['llm', true],
    ]);
  });

  it('is for the tenants on its list alone, whatever the switch of the rest', async () => {
    await set('llm-answers', { percentage: 0, allow: [tenant.tenantId] });
    expect(isEnabled(product.ports.flags, 'llm-answers', tenant.tenantId)).toBe(true);
    expect((await tenant.ask('How long does the warranty last?')).mode).toBe('llm');
    await set('llm-answers', { percentage: 100, allow: [], deny: [tenant.tenantId] });
    expect((await tenant.ask('How long does the warranty last?')).mode).toBe('extractive');
    await set('llm-answers', { deny: [] });
  });

  it('batch-sharing: near questions share a search; careful, only nearest do; off, none does', async () => {
    const searches = async () => {
      sent.forget();
      const queries = NEAR.map((query) => ({ query }));
      const response = await tenant.call('POST', '/api/ask', { queries });
      const { results } = (await response.json()) as { results: AskResult[] };
      expect(results.every(({ cached }) => !cached)).toBe(true);
      const vectors = sent
        .parameters()
        .flat()
        .find((parameter) => Array.isArray(parameter) && String(parameter[0]).startsWith('['));
      return (vectors as string[]).length;
    };
    expect(await searches()).toBe(1);
    await set('batch-sharing', { enabled: false });
    expect(await searches()).toBe(2);
    await set('batch-sharing', { enabled: true, variant: 'nearest' });
    expect(product.ports.flags.decide('batch-sharing', tenant.tenantId).variant).toBe('nearest');
    await searches();
    await expect(set('batch-sharing', { variant: 'furthest' })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await set('batch-sharing', { variant: 'near' });
  });

  it('approximate-index: on, a search may use the tenant’s index; off, it is exact', async () => {
    const kinds = async (query: string) => {
      sent.forget();
      await tenant.ask(query);
      return sent.statements().flatMap((sql) => /on (true|false) and i\.dimensions/.exec(sql)?.[1] ?? []);
    };
    expect(await kinds('What lasts six years?')).toEqual(['true']);
    await set('approximate-index', { enabled: false });
    expect(await kinds('What lasts six years?')).toEqual(['false']);
    await set('approximate-index', { enabled: true });
  });
});

describe('an operator', () => {
  it('sets a flag with a trace of who, from where, and what it was before, in one transaction', async () => {
    const before = await stateOf('agent-tools');
    expect(before).toMatchObject({ version: 0, enabled: true, percentage: 100, updated_by: null });
    const after = await set('agent-tools', { percentage: 10, deny: [tenant.tenantId, tenant.tenantId] });
    expect(after).toMatchObject({
      version: 1,
      percentage: 10,
      deny: [tenant.tenantId],
      updated_by: operator.email,
    });
    expect(await stateOf('agent-tools')).toEqual(after);
    const [row, ...more] = await audits('agent-tools');
    expect(more).toEqual([]);
    expect(row).toMatchObject({
      actor: 'admin',
      admin_id: operator.adminId,
      action: 'flag.set',
      request_id: operator.requestId,
      address: operator.address,
      before: { enabled: true, percentage: 100, variant: 'on', allow: [], deny: [], version: 0 },
      after: { enabled: true, percentage: 10, variant: 'on', allow: [], deny: [tenant.tenantId], version: 1 },
    });
  });

  it('changes nothing that could not be written down', async () => {
    const before = await stateOf('agent-tools');
    const { version, enabled } = before;
    const unwritable = { ...operator, requestId: 'x'.repeat(1_000) };
    await expect(
      setFlag(product.ports, unwritable, 'agent-tools', { version, enabled, percentage: 77 }),
    ).rejects.toThrow();
    await product.ports.flags.refresh();
    expect(await stateOf('agent-tools')).toEqual(before);
    expect(product.ports.flags.decide('agent-tools', tenant.tenantId).version).toBe(version);
  });

  it('who looked at an older version changes nothing, and of several at once one wins', async () => {
    const { version } = await stateOf('agent-tools');
    const tries = [20, 30, 40, 50].map((percentage) =>
      setFlag(product.ports, operator, 'agent-tools', { version, enabled: true, percentage }),
    );
    const settled = await Promise.allSettled(tries);
    const refused = settled.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(refused.map(({ reason }) => reason.code)).toEqual(['conflict', 'conflict', 'conflict']);
    expect((await stateOf('agent-tools')).version).toBe(version + 1);
    expect(await audits('agent-tools')).toHaveLength(2);
    await expect(
      setFlag(product.ports, operator, 'no-such-flag', { version: 0, enabled: true, percentage: 1 }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('can ask what a tenant gets, and why', async () => {
    await set('agent-tools', { deny: [tenant.tenantId], percentage: 100 });
    const { flags } = await listFlags(product.ports, operator, { tenant_id: tenant.tenantId });
    const told = Object.fromEntries(flags.map(({ key, for_tenant }) => [key, for_tenant]));
    expect(told).toMatchObject({
      'agent-tools': { value: false, variant: 'off', reason: 'TARGETING_MATCH' },
      'batch-sharing': { value: 'near', variant: 'near', reason: 'STATIC' },
      'redis-limiter': { value: true, variant: 'on', reason: 'DEFAULT' },
    });
  });
});

describe('over HTTP', () => {
  it('who may look sees every flag, and who may set one is told what was wrong with a body', async () => {
    const owner = await firstOwner(product);
    const viewer = await invited(product.url, owner, 'viewer');
    const { flags } = await viewer.get<FlagList>(`/api/admin/flags?tenant_id=${tenant.tenantId}`);
    expect(flags.map(({ key }) => key)).toEqual([...FLAG_KEYS]);
    expect(flags.every(({ for_tenant }) => for_tenant !== undefined)).toBe(true);
    const { version } = await stateOf('agent-tools');
    const put = async (body: unknown, key = 'agent-tools', client = owner) =>
      (await client.call('PUT', `/api/admin/flags/${key}`, body)).status;
    const good = { version, enabled: true, percentage: 50 };
    expect(await put(good, 'agent-tools', viewer)).toBe(403);
    for (const wrong of [
      { percentage: 101 },
      { percentage: 0.5 },
      { enabled: 'yes' },
      { allow: ['everybody'] },
      { variant: 'sideways' },
      { version: -1 },
      { looks: 0 },
    ]) {
      expect(await put({ ...good, ...wrong }), JSON.stringify(wrong)).toBe(400);
    }
    expect(await put(good, 'no-such-flag')).toBe(404);
    expect([await put(good), await put(good)]).toEqual([200, 409]);
    expect(await stateOf('agent-tools')).toMatchObject({ percentage: 50, updated_by: owner.email });
  });
});

describe('the guard', () => {
  it('turns off a flag whose tenants fare worse, raises an alert, and their next answer is the old one', async ({
    annotate,
  }) => {
    const clients: TenantClient[] = [];
    const inHalf = ({ tenantId }: TenantClient) => tenantBucket('llm-answers', tenantId) < 5_000;
    const sides = () => [clients.filter(inHalf).length, clients.filter((one) => !inHalf(one)).length];
    while (Math.min(...sides()) < TENANTS_A_SIDE) clients.push(await tenantWithFact());
    await expect
      .poll(
        async () =>
          (await Promise.all(clients.map((one) => one.trial()))).every(({ kb }) => kb.sources.ready === 1),
        {
          timeout: 60_000,
        },
      )
      .toBe(true);
    const { version } = await set('llm-answers', { percentage: 50 });
    // The model fails for whoever is asked to use it.
    scenarios.splice(0, scenarios.length, 'error_500');
    const from = performance.now();
    let asks = 0;
    const state = async () => (await stateOf('llm-answers')).enabled;
    while ((await state()) && performance.now() - from < 60_000) {
      asks += 1;
      await Promise.all(clients.map((one) => one.ask(`${QUESTION} (${asks})`)));
    }
    const seconds = (performance.now() - from) / 1000;
    await annotate(`off after ${asks * clients.length} questions in ${seconds.toFixed(1)} s`);
    const { flags, alerts } = await list();
    expect(flags.find(({ key }) => key === 'llm-answers')).toMatchObject({
      enabled: false,
      percentage: 50,
      version: version + 1,
      updated_by: 'guard',
    });
    expect(alerts).toHaveLength(1);
    const [alert] = alerts;
    expect(alert).toMatchObject({ key: 'llm-answers', version, harm: 'failed', rest: { failed: 0 } });
    expect(alert!.cohort.failed).toBe(alert!.cohort.calls);
    expect(alert!.p).toBeLessThan(0.0025);
    expect(errors).toMatchObject([
      { fields: { event: 'flag_guard_off', flag: 'llm-answers' }, message: 'the guard turned a flag off' },
    ]);
    const { text } = await product.ports.telemetry.expose();
    expect(text).toContain('frontdesk_flag_guard_trips_total{flag="llm-answers"} 1\n');
    expect((await audits('llm-answers')).at(-1)).toMatchObject({
      actor: 'guard',
      admin_id: null,
      action: 'flag.set',
      before: { enabled: true },
      after: { enabled: false },
    });
    scenarios.splice(0, scenarios.length, 'ok');
    const modes = await Promise.all(clients.map(async (one) => (await one.ask('What is six years?')).mode));
    expect(new Set(modes)).toEqual(new Set(['extractive']));
  }, 150_000);

  it('leaves a flag alone whose tenants fare as the rest do', async () => {
    const { version } = await set('llm-answers', { enabled: true, percentage: 50 });
    const from = Date.now();
    for (let n = 0; n < 200; n++) {
      const decision = product.ports.flags.decide(
        'llm-answers',
        `019a0000-0000-7000-8000-000000000${100 + n}`,
      );
      product.ports.flags.observe(decision, { failed: n % 10 === 0, ms: 5 });
    }
    const counted = async () => {
      const { cohort, rest } = await stateOf('llm-answers');
      return cohort.calls + rest.calls;
    };
    await expect.poll(counted, { timeout: 10_000 }).toBe(200);
    expect(await stateOf('llm-answers')).toMatchObject({ version, enabled: true, guard: 'watching' });
    expect(await stateOf('batch-sharing')).toMatchObject({ guard: 'idle' });
    expect(Date.now() - from).toBeLessThan(20_000);
  });
});
