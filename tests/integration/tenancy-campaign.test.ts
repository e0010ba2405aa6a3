/** PROMISES 1: thousands of random statements of many tenants at once, failing ones among them, and no foreign row. */
import fc from 'fast-check';
import { CompiledQuery } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TwoFamilies, twoFamilies } from '../fixtures/tenant-families.ts';

const TENANTS = 20;
const OPERATIONS = 4_000;
const AT_ONCE = 64;
/** A tenant may not change rows of these at all. */
const READ_ONLY = new Set(['audit_log', 'rate_limit_overrides', 'workflow_history']);

let db: TwoFamilies;
let tenants: string[];

beforeAll(async () => {
  db = await twoFamilies();
  tenants = [];
  for (let n = 0; n < TENANTS; n++) tenants.push((await db.another()).tenantId);
});
afterAll(() => db.close());

interface Operation {
  mine: string;
  /** Whose rows the statement asks for. */
  other: string;
  tables: [string, string];
  kind: number;
  end: 'commit' | 'throw' | 'fail';
}

function statement({ other, tables: [table, second], kind }: Operation): {
  sql: string;
  parameters: string[];
} {
  const every = { sql: `select * from app.${table}`, parameters: [] };
  switch (kind) {
    case 0:
      return { sql: `select * from app.${table} where tenant_id = $1`, parameters: [other] };
    case 1:
      return { sql: `select a.*, b.* from app.${table} a cross join app.${second} b`, parameters: [] };
    case 2:
      return {
        sql: `select a.tenant_id, row_to_json(b) from app.${table} a full join app.${second} b on false`,
        parameters: [],
      };
    case 3:
      return READ_ONLY.has(table)
        ? every
        : {
            sql: `update app.${table} set tenant_id = tenant_id where tenant_id in ($1, tenant_id) returning *`,
            parameters: [other],
          };
    case 4:
      return { sql: `select * from app.${table} where tenant_id = $1 or true`, parameters: [other] };
    default:
      return every;
  }
}

async function run(operation: Operation): Promise<unknown[]> {
  const seen: unknown[] = [];
  const { sql, parameters } = statement(operation);
  await db.database
    .asTenant(operation.mine, async (tx) => {
      seen.push(...(await tx.executeQuery(CompiledQuery.raw(sql, parameters))).rows);
      if (operation.end === 'fail') await tx.executeQuery(CompiledQuery.raw('select 1 / 0', []));
      if (operation.end === 'throw') throw new Error('on purpose');
    })
    .catch((error: Error) => expect(error.message).toMatch(/on purpose|division by zero/));
  return seen;
}

it(`${OPERATIONS} statements of ${TENANTS} tenants, ${AT_ONCE} at a time, see their own rows and nothing else`, async () => {
  const operation = fc.record({
    mine: fc.constantFrom(...tenants),
    other: fc.constantFrom(...tenants),
    tables: fc.tuple(fc.constantFrom(...db.maker.order), fc.constantFrom(...db.maker.order)),
    kind: fc.nat({ max: 5 }),
    end: fc.constantFrom('commit', 'commit', 'throw', 'fail'),
  });
  const operations = fc.sample(operation as fc.Arbitrary<Operation>, OPERATIONS);
  let rows = 0;
  for (let at = 0; at < operations.length; at += AT_ONCE) {
    const batch = operations.slice(at, at + AT_ONCE);
    const results = await Promise.all(batch.map(run));
    for (const [index, seen] of results.entries()) {
      const { mine, ...rest } = batch[index]!;
      const found = JSON.stringify(seen);
      const foreign = tenants.filter((tenant) => tenant !== mine && found.includes(tenant));
      expect(foreign, JSON.stringify(rest)).toEqual([]);
      rows += seen.length;
    }
  }
  expect(rows).toBeGreaterThan(OPERATIONS / 2);
});
