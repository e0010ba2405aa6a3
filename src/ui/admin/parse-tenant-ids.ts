/** A list of tenant ids as people type it: one a line, and what is wrong with it in words. */
import { FLAG_TENANTS_LISTED_MAX } from '#lib/core/limits.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** More would be a wall of text. */
const ERRORS_SHOWN = 3;

export interface TenantIds {
  /** Each once, in the order typed. */
  ids: string[];
  /** Null when the list can be saved. */
  error: string | null;
}

export function parseTenantIds(text: string): TenantIds {
  const ids = new Set<string>();
  const wrong: number[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const id = line.trim().toLowerCase();
    if (id === '') continue;
    if (ID.test(id)) ids.add(id);
    else wrong.push(index + 1);
  }
  return { ids: [...ids], error: errorOf(wrong, ids.size) };
}

function errorOf(wrong: readonly number[], count: number): string | null {
  if (wrong.length > 0) {
    const lines = wrong.slice(0, ERRORS_SHOWN).join(', ');
    const more = wrong.length > ERRORS_SHOWN ? ` and ${wrong.length - ERRORS_SHOWN} more` : '';
    return wrong.length === 1 ? `Line ${lines} is no tenant id.` : `Lines ${lines}${more} are no tenant ids.`;
  }
  if (count > FLAG_TENANTS_LISTED_MAX)
    return `${count} tenants: a list holds ${FLAG_TENANTS_LISTED_MAX} at most.`;
  return null;
}

/** With this one at its end, unless it is there. */
export function withTenantId(text: string, id: string): string {
  const { ids } = parseTenantIds(text);
  if (ids.includes(id)) return text;
  return text.trim() === '' ? id : `${text.trimEnd()}\n${id}`;
}
