/** PROMISES 1: the tenancy checks catch what they are there for: each way of opening a table turns them red. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenancyViolations } from '../fixtures/tenancy-catalogue.ts';
import { type TwoFamilies, twoFamilies } from '../fixtures/tenant-families.ts';
import { isolationViolations } from '../fixtures/tenant-isolation.ts';

const CLOSED = '(tenant_id = (select app.tenant_id()))';
/** `behaves`: whether the tenant itself, not only the catalogue, notices. */
const MUTANTS = [
  {
    name: 'a policy that shows every row',
    open: (t: string) => `alter policy tenant_isolation on app.${t} using (true)`,
    close: (t: string) => `alter policy tenant_isolation on app.${t} using ${CLOSED}`,
    behaves: true,
  },
  {
    name: 'a policy that lets every row in',
    open: (t: string) => `alter policy tenant_isolation on app.${t} with check (true)`,
    close: (t: string) => `alter policy tenant_isolation on app.${t} with check ${CLOSED}`,
    behaves: true,
  },
  {
    name: 'a second policy',
    open: (t: string) => `create policy extra on app.${t} for select using (tenant_id is not null)`,
    close: (t: string) => `drop policy extra on app.${t}`,
    behaves: true,
  },
  {
    name: 'row level security switched off',
    open: (t: string) => `alter table app.${t} disable row level security`,
    close: (t: string) => `alter table app.${t} enable row level security`,
    behaves: true,
  },
  {
    name: 'row level security that spares the owner',
    open: (t: string) => `alter table app.${t} no force row level security`,
    close: (t: string) => `alter table app.${t} force row level security`,
    behaves: false,
  },
] as const;

/** A tenant may not insert here at all, so the privilege refuses what the policy would let through. */
const APPEND_BY_PLATFORM = new Set(['tenants', 'rate_limit_overrides']);

let db: TwoFamilies;
beforeAll(async () => {
  db = await twoFamilies();
});
afterAll(() => db.close());

const run = (sql: string) => db.asOwner((session) => session.exec(sql));

describe.each(MUTANTS)('$name', ({ open, close, behaves }) => {
  it('is caught on every table', async () => {
    for (const table of db.maker.order) {
      await run(open(table));
      const catalogue = await db.asOwner(tenancyViolations);
      const behaviour = await isolationViolations(db.database, db.maker, table, db.a, db.b);
      await run(close(table));
      expect(catalogue.length, `the catalogue check misses ${table}`).toBeGreaterThan(0);
      expect(catalogue.every((violation) => violation.startsWith(table))).toBe(true);
      const writable = !(open === MUTANTS[1].open && APPEND_BY_PLATFORM.has(table));
      if (behaves && writable) expect(behaviour.length, `the attempts miss ${table}`).toBeGreaterThan(0);
    }
    expect(await db.asOwner(tenancyViolations)).toEqual([]);
  });
});

describe('keys without the tenant', () => {
  it.each([
    ['a unique index', 'create unique index extra on app.api_keys (token_hash)', 'drop index app.extra'],
    [
      'a foreign key',
      'alter table app.chunks add column again uuid unique; alter table app.chunks add constraint extra foreign key (again) references app.chunks (again)',
      'alter table app.chunks drop column again cascade',
    ],
    [
      'a primary key',
      'alter table app.events drop constraint events_pkey, add primary key (event_id, tenant_id)',
      'alter table app.events drop constraint events_pkey, add primary key (tenant_id, event_id)',
    ],
    [
      'a new table',
      'create table app.notes (note_id uuid primary key, tenant_id uuid not null references app.tenants on delete cascade)',
      'drop table app.notes',
    ],
  ])('%s is caught', async (_, open, close) => {
    await run(open);
    const violations = await db.asOwner(tenancyViolations);
    await run(close);
    expect(violations.length).toBeGreaterThan(0);
    expect(await db.asOwner(tenancyViolations)).toEqual([]);
  });
});
