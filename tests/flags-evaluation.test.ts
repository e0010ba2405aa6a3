/** Who gets a flag: always the same tenants, more of them as it rolls out, spread evenly; and what OpenFeature is told. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OpenFeature, ProviderEvents, ProviderStatus } from '@openfeature/server-sdk';
import { v7 } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import { FLAG_KEYS, type FlagKey } from '#lib/core/flag-keys.ts';
import { CATALOGUE } from '#lib/flags/catalogue.ts';
import { decideFlag, type FlagRule } from '#lib/flags/decide-flag.ts';
import { BUCKETS, tenantBucket } from '#lib/flags/tenant-bucket.ts';
import { type FixedRules, fixedFlags, ruleOf } from './fixtures/fixed-flags.ts';
import { ROOT } from './fixtures/repository.ts';

const TENANTS = Array.from({ length: 20_000 }, () => v7());
const KEY = 'llm-answers';

const inAt = (percentage: number, key: FlagKey = KEY) =>
  new Set(TENANTS.filter((id) => decideFlag(key, ruleOf({ percentage }, key), id).enabled));

describe('a rollout', () => {
  it('keeps who is in when it grows, and lets nobody else in when it shrinks', () => {
    const stages = [0, 1, 10, 50, 99, 100].map((percentage) => inAt(percentage));
    for (const [n, stage] of stages.slice(1).entries()) {
      expect([...stages[n]!].every((id) => stage.has(id))).toBe(true);
      expect(stages[n]!.size).toBeLessThan(stage.size);
    }
    expect([stages[0]!.size, stages.at(-1)!.size]).toEqual([0, TENANTS.length]);
    expect(inAt(10)).toEqual(stages[2]);
  });

  it('takes the share that was asked for, of ids that differ in few digits too', () => {
    const sequential = Array.from(
      { length: 20_000 },
      (_, n) => `019a0000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    );
    for (const ids of [TENANTS, sequential]) {
      const parts = new Array(20).fill(0);
      for (const id of ids) parts[Math.floor((tenantBucket(KEY, id) * parts.length) / BUCKETS)] += 1;
      const expected = ids.length / parts.length;
      const chiSquare = parts.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
      // 99.99th percentile of χ² with 19 degrees of freedom.
      expect(chiSquare).toBeLessThan(52);
    }
  });

  it('draws for each flag anew', () => {
    const other = inAt(50, 'agent-tools');
    const both = [...inAt(50, 'llm-answers')].filter((id) => other.has(id)).length;
    expect(Math.abs(both / TENANTS.length - 0.25)).toBeLessThan(0.02);
  });

  it('never moves a tenant: these places are in the database of whoever runs it', () => {
    const tenant = '019a0000-0000-7000-8000-00000000002a';
    expect(FLAG_KEYS.map((key) => tenantBucket(key, tenant))).toMatchInlineSnapshot(`
      [
        9635,
        3893,
        2755,
        5069,
        5181,
      ]
    `);
  });
});

describe('a rule', () => {
  const [tenant, other] = TENANTS as [string, string];

  it('decides by the switch, then who is denied, then who is allowed, then chance', () => {
    const lists = { allow: new Set([tenant, other]), deny: new Set([other]) };
    const decide = (rule: Partial<FlagRule>, id: string | null) => {
      const { enabled, reason, bucket } = decideFlag(KEY, ruleOf(rule, KEY), id);
      return [enabled, reason, bucket === null];
    };
    expect(decide({ ...lists, enabled: false }, tenant)).toEqual([false, 'DISABLED', true]);
    expect(decide({ ...lists, percentage: 0 }, tenant)).toEqual([true, 'TARGETING_MATCH', true]);
    expect(decide({ ...lists, percentage: 100 }, other)).toEqual([false, 'TARGETING_MATCH', true]);
    expect(decide({ ...lists, percentage: 0 }, TENANTS[2]!)).toEqual([false, 'STATIC', true]);
    expect(decide({ percentage: 100 }, tenant)).toEqual([true, 'STATIC', true]);
    expect(decide({ percentage: 50 }, tenant).slice(1)).toEqual(['SPLIT', false]);
    expect(decide({ percentage: 50 }, null)).toEqual([true, 'ERROR', true]);
    expect(decide({ version: 0 }, null)).toEqual([true, 'DEFAULT', true]);
  });

  it('serves the variant that was chosen, and off', () => {
    const variants = (rule: Partial<FlagRule>) =>
      new Set(
        TENANTS.slice(0, 200).map(
          (id) => decideFlag('batch-sharing', ruleOf(rule, 'batch-sharing'), id).variant,
        ),
      );
    expect(variants({ version: 0 })).toEqual(new Set(['near']));
    expect(variants({ variant: 'nearest', percentage: 50 })).toEqual(new Set(['nearest', 'off']));
  });
});

describe('OpenFeature', () => {
  let fixed: Awaited<ReturnType<typeof fixedFlags>>;
  const open = async (rules: FixedRules = {}) => {
    fixed = await fixedFlags(rules);
    return fixed.flags.client;
  };
  afterEach(() => fixed.flags.close());

  it('is told what our own callers are told, whatever the rule, for every flag', async () => {
    const sets: Partial<FlagRule>[] = [
      { version: 0 },
      { enabled: false },
      { percentage: 50 },
      { percentage: 0, allow: new Set(TENANTS.slice(0, 20)), deny: new Set(TENANTS.slice(10, 30)) },
    ];
    await open();
    for (const rule of sets) {
      fixed.set(Object.fromEntries(FLAG_KEYS.map((key) => [key, rule])));
      for (const key of FLAG_KEYS) {
        for (const tenantId of TENANTS.slice(0, 40)) {
          const own = fixed.flags.decide(key, tenantId);
          const value = own.kind === 'boolean' ? own.enabled : own.variant;
          const told = { value, variant: own.variant, reason: own.reason, errorCode: undefined };
          expect(await fixed.flags.explain(key, tenantId)).toEqual(told);
        }
      }
    }
  });

  it('gets its caller’s default for a flag that there is not, or of another type', async () => {
    const client = await open();
    const context = { targetingKey: TENANTS[0]! };
    expect(await client.getBooleanDetails('no-such-flag', false, context)).toMatchObject({
      value: false,
      reason: 'ERROR',
      errorCode: 'FLAG_NOT_FOUND',
    });
    const mismatch = { reason: 'ERROR', errorCode: 'TYPE_MISMATCH' };
    expect(await client.getStringDetails(KEY, 'mine', context)).toMatchObject({ value: 'mine', ...mismatch });
    expect(await client.getNumberDetails(KEY, 7, context)).toMatchObject({ value: 7, ...mismatch });
    expect(await client.getObjectDetails('batch-sharing', { a: 1 }, context)).toMatchObject({
      value: { a: 1 },
      ...mismatch,
    });
    expect(await client.getBooleanDetails('batch-sharing', false, context)).toMatchObject({
      value: false,
      ...mismatch,
    });
  });

  it('needs a targeting key only where the answer depends on it', async () => {
    const client = await open({ 'llm-answers': { percentage: 50 }, 'agent-tools': { enabled: false } });
    const missing = { value: false, reason: 'ERROR', errorCode: 'TARGETING_KEY_MISSING' };
    expect(await client.getBooleanDetails('llm-answers', false)).toMatchObject(missing);
    expect(await client.getBooleanDetails('llm-answers', false, { targetingKey: '' })).toMatchObject(missing);
    expect(await client.getBooleanDetails('agent-tools', true)).toMatchObject({
      value: false,
      reason: 'DISABLED',
    });
  });

  it('says which rule decided, and runs hooks around it', async () => {
    const client = await open({ 'llm-answers': { percentage: 100, version: 9 } });
    const heard: string[] = [];
    client.addHooks({
      before: ({ flagKey }) => void heard.push(`before ${flagKey}`),
      after: (_, { variant, flagMetadata }) => void heard.push(`after ${variant} of ${flagMetadata.version}`),
      error: (_, error) => void heard.push(`error ${(error as { code?: string }).code}`),
      finally: ({ flagKey }) => void heard.push(`finally ${flagKey}`),
    });
    await client.getBooleanValue('llm-answers', false, { targetingKey: TENANTS[0]! });
    await client.getBooleanValue('no-such-flag', false);
    expect(heard).toEqual([
      'before llm-answers',
      'after on of 9',
      'finally llm-answers',
      'before no-such-flag',
      'error FLAG_NOT_FOUND',
      'finally no-such-flag',
    ]);
  });

  it('hears of changes, of a database that is away, and of its return, and answers all the while', async () => {
    const client = await open();
    expect(client.providerStatus).toBe(ProviderStatus.READY);
    const heard: unknown[] = [];
    client.addHandler(ProviderEvents.ConfigurationChanged, (event) => void heard.push(event?.flagsChanged));
    fixed.tell().changed(['llm-answers', 'agent-tools']);
    expect(heard).toEqual([['llm-answers', 'agent-tools']]);
    fixed.tell().stale(true);
    expect(client.providerStatus).toBe(ProviderStatus.STALE);
    expect(await client.getBooleanValue('llm-answers', false)).toBe(true);
    fixed.tell().stale(false);
    expect(client.providerStatus).toBe(ProviderStatus.READY);
  });

  it('knows from the start when the flags could not be read', async () => {
    fixed = await fixedFlags({}, { stale: true });
    expect(fixed.flags.client.providerStatus).toBe(ProviderStatus.STALE);
    expect(await fixed.flags.client.getBooleanValue('llm-answers', false)).toBe(true);
  });

  it('has one provider an opening: what one is told does not reach another, also after it was closed', async () => {
    const client = await open({ 'llm-answers': { enabled: false } });
    const { flags: second } = await fixedFlags();
    expect(await client.getBooleanValue('llm-answers', true)).toBe(false);
    expect(await second.explain('llm-answers', null)).toMatchObject({ value: true, reason: 'DEFAULT' });
    await second.close();
    expect(await client.getBooleanValue('llm-answers', true)).toBe(false);
    expect(OpenFeature.getProvider().metadata.name).not.toBe('frontdesk');
  });
});

describe('the catalogue', () => {
  it('says of each flag what it does, what off means and whose it is, and so does docs/FLAGS.md', () => {
    const docs = readFileSync(join(ROOT, 'docs/FLAGS.md'), 'utf8');
    for (const key of FLAG_KEYS) {
      const { kind, variants, description, off, owner, slowAfterMs } = CATALOGUE[key];
      expect([description, off].every((text) => /^[A-Z].{10,}\.$/.test(text))).toBe(true);
      expect(owner).toMatch(/^[a-z]+$/);
      expect(docs).toContain(`| \`${key}\` |`);
      expect(slowAfterMs).toBeGreaterThan(0);
      expect(kind === 'boolean' ? [...variants] : variants.length > 1).toEqual(
        kind === 'boolean' ? ['on'] : true,
      );
    }
  });
});
