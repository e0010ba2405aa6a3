/** Lists of tenants as operators type them, and what of an edited flag is sent. */
import { describe, expect, it } from 'vitest';
import type { FlagState } from '#lib/contracts/flags.ts';
import { FLAG_TENANTS_LISTED_MAX } from '#lib/core/limits.ts';
import { changeOf, draftOf } from '#ui/admin/flag-draft.ts';
import { parseTenantIds, withTenantId } from '#ui/admin/parse-tenant-ids.ts';

const id = (n: number) => `01890000-0000-7000-8000-${String(n).padStart(12, '0')}`;

describe('a list of tenant ids', () => {
  it('has each id once, whatever blanks, capitals and line ends stand around it', () => {
    const text = `  ${id(1).toUpperCase()} \r\n\r\n${id(2)}\n${id(1)}\n`;
    expect(parseTenantIds(text)).toEqual({ ids: [id(1), id(2)], error: null });
    expect(parseTenantIds(' \n ')).toEqual({ ids: [], error: null });
  });

  it('says which lines are wrong, a few of them by number', () => {
    expect(parseTenantIds(`${id(1)}\nBluebird Bikes`).error).toBe('Line 2 is no tenant id.');
    expect(parseTenantIds('a\nb').error).toBe('Lines 1, 2 are no tenant ids.');
    expect(parseTenantIds('a\nb\nc\nd\ne').error).toBe('Lines 1, 2, 3 and 2 more are no tenant ids.');
    expect(parseTenantIds(`${id(1)}, ${id(2)}`).error).toBe('Line 1 is no tenant id.');
  });

  it('says when it is too long', () => {
    const full = Array.from({ length: FLAG_TENANTS_LISTED_MAX }, (_, n) => id(n));
    expect(parseTenantIds(full.join('\n')).error).toBeNull();
    expect(parseTenantIds([...full, id(9_999)].join('\n')).error).toMatch(/at most/);
  });

  it('takes one that was picked, once, and leaves what is typed', () => {
    expect(withTenantId('', id(1))).toBe(id(1));
    expect(withTenantId(`${id(1)}\nunfinished\n`, id(2))).toBe(`${id(1)}\nunfinished\n${id(2)}`);
    expect(withTenantId(id(1), id(1))).toBe(id(1));
  });
});

describe('an edited flag', () => {
  const side = { tenants: 0, calls: 0, failed: 0, slow: 0 };
  const flag: FlagState = {
    key: 'batch-sharing',
    kind: 'variant',
    variants: ['near', 'nearest'],
    description: '',
    off: '',
    owner: 'retrieval',
    enabled: true,
    percentage: 50,
    variant: 'near',
    allow: [id(1), id(2)],
    deny: [],
    version: 4,
    updated_by: null,
    updated_at: null,
    slow_after_ms: 1,
    guard: 'idle',
    cohort: side,
    rest: side,
  };
  const draft = draftOf(flag);

  it('is sent whole, with the version it was made from', () => {
    expect(changeOf(flag, { ...draft, variant: 'nearest', deny: id(3) })).toEqual({
      version: 4,
      enabled: true,
      percentage: 50,
      variant: 'nearest',
      allow: [id(1), id(2)],
      deny: [id(3)],
    });
    expect(changeOf(flag, { ...draft, enabled: false })).toMatchObject({ enabled: false });
  });

  it('is not sent while nothing differs but the order, or while a list has an error', () => {
    expect(changeOf(flag, draft)).toBeNull();
    expect(changeOf(flag, { ...draft, allow: `${id(2)}\n\n${id(1)}` })).toBeNull();
    expect(changeOf(flag, { ...draft, enabled: false, deny: 'nobody' })).toBeNull();
  });
});
