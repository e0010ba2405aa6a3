/** Pages of lists whose cursor is the id of the last row. */
import { AppError } from '#lib/core/errors.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Errors: `invalid_request` for a cursor that is none of ours. */
export function requireCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (ID.test(cursor)) return cursor;
  throw new AppError('invalid_request', 'The cursor is not one that this list gave.');
}

/** `rows`: one more than the page holds, where there are more. */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  idOf: (row: T) => string,
): { items: T[]; next_cursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next_cursor: rows.length > limit && last !== undefined ? idOf(last) : null };
}
