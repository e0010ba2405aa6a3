/** PROMISES 1 and 13: a short campaign finds each build that is broken on purpose; one that misses its mutant is worth nothing. */
import { CompiledQuery } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Database, TenantTransaction } from '#lib/ports/database.ts';
import type { SharedAnswers } from '#lib/rag/answer-cache.ts';
import type { Ports } from '#runtime/ports.ts';
import { type CampaignProductOptions, openCampaignProduct } from '../fixtures/campaign/campaign-product.ts';
import type { Verb } from '../fixtures/campaign/operations.ts';
import { runCampaign } from '../fixtures/campaign/run-campaign.ts';

const SEED = Number(process.env.CAMPAIGN_SEED ?? Math.floor(Math.random() * 2 ** 31));
const CAMPAIGN_MAX_MS = 10_000;

const LOCAL = `set_config('app.tenant_id', $2, true)`;
const SESSION = `select set_config('app.tenant_id', $1, false)`;

/** Sets the tenant for the session first, then works in a transaction that does not set it. */
function tenantOfSession(database: Database): Database {
  return {
    ...database,
    async asTenant<T>(tenantId: string, work: (tx: TenantTransaction) => Promise<T>) {
      await database.asTenant(tenantId, (tx) => tx.executeQuery(CompiledQuery.raw(SESSION, [tenantId])));
      return database.asTenant(tenantId, work);
    },
  };
}

const readModifyWrite = (sql: string) =>
  sql.includes('update usage set queries_used = queries_used +')
    ? sql.replaceAll(/(= |where )queries_used \+/g, '$1(select u.queries_used from usage u) +')
    : sql;

/** As from many processes: what one process asks of its database at once for a tenant goes in turn (core/group-calls.ts). */
function ungrouped(ports: Ports): Ports {
  const { database } = ports;
  return Object.defineProperty({ ...ports }, 'database', { get: () => ({ ...database }), enumerable: true });
}

/** Sixty-four keys for everybody. */
function oneForAll(right: SharedAnswers): SharedAnswers {
  return {
    ...right,
    share: (keys, ...rest) =>
      right.share(
        keys.map((key) => key.slice(-1)),
        ...rest,
      ),
  };
}

interface Mutant extends CampaignProductOptions {
  name: string;
  /** Few tenants are in their own way more often. */
  tenants?: number;
  only?: readonly Verb[];
}

const MUTANTS: Mutant[] = [
  {
    name: 'the tenant is set for the session instead of the transaction',
    rewrite: (sql) => sql.replace(LOCAL, '$2::text'),
    breakPorts: (ports: Ports) => ({ ...ports, database: tenantOfSession(ports.database) }),
  },
  {
    name: 'the tenant set in a transaction stays in the session',
    rewrite: (sql) => sql.replace(LOCAL, LOCAL.replace('true', 'false')),
  },
  {
    name: 'a quota that is read, modified and written',
    rewrite: readModifyWrite,
    breakPorts: ungrouped,
    tenants: 2,
    only: ['ask', 'askBatch'],
  },
  ...['sources', 'chunks', 'api_keys'].map((table) => ({
    name: `row level security switched off on ${table}`,
    breakSchema: `alter table app.${table} disable row level security`,
  })),
  ...['sources', 'messages', 'events', 'usage', 'tenants', 'idempotency_keys'].map((table) => ({
    name: `a policy on ${table} that is true for every row`,
    breakSchema: `alter policy tenant_isolation on app.${table} using (true)`,
  })),
  {
    name: 'an answer cache that takes keys of different tenants for the same',
    breakPorts: (ports: Ports) => ({ ...ports, answerCache: oneForAll(ports.answerCache) }),
    only: ['ask', 'askBatch', 'addText'],
  },
];

describe('a campaign finds a build in which', () => {
  it.each(MUTANTS)('$name', async ({ name, tenants = 8, only, ...options }) => {
    const product = await openCampaignProduct(options);
    try {
      const report = await runCampaign(product, {
        tenants,
        ...(only ? { only } : {}),
        operations: Number.POSITIVE_INFINITY,
        seed: SEED,
        untilFound: { withinMs: CAMPAIGN_MAX_MS },
      });
      const [found] = report.violations;
      const seconds = report.seconds.toFixed(1);
      process.stdout.write(`mutant “${name}”: ${report.operations} operations, ${seconds} s: ${found}\n`);
      expect(report.violations, `CAMPAIGN_SEED=${SEED}`).not.toEqual([]);
    } finally {
      await product.close();
    }
  });
});
