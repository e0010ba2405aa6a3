/** Checks what came in against a contract's schema; refusals name the fields and never repeat their values. */
import type { z } from 'zod';
import { AppError, type FieldError } from '#lib/core/errors.ts';

const FIELDS_NAMED_MAX = 20;

/** Zod's issues as fields; of a union's branches the one that came nearest is told. */
function fieldErrors(issues: readonly z.core.$ZodIssue[], prefix: readonly PropertyKey[] = []): FieldError[] {
  return issues.flatMap((issue) => {
    const path = [...prefix, ...issue.path];
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const nearest = issue.errors.reduce((best, branch) => (branch.length < best.length ? branch : best));
      return fieldErrors(nearest, path);
    }
    return [{ path: path.map(String).join('.'), message: issue.message }];
  });
}

/** Refuses U+0000 anywhere: Postgres text cannot hold it, so it must not get that far. */
function nulPath(whole: unknown): string | null {
  // Not recursive: JSON may be nested deeper than the stack.
  const waiting: { value: unknown; path: string }[] = [{ value: whole, path: '' }];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const { value, path } = at;
    if (typeof value === 'string' && value.includes('\0')) return path;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, member] of Object.entries(value)) {
      if (typeof member !== 'string' && typeof member !== 'object') continue;
      waiting.push({ value: member, path: path === '' ? key : `${path}.${key}` });
    }
  }
  return null;
}

function refusal(what: string, fields: FieldError[]): AppError {
  return new AppError('invalid_request', `The ${what} of the request is not valid.`, { fields });
}

/** Throws `invalid_request` with field paths. */
export function parseInput<S extends z.ZodType>(
  schema: S,
  value: unknown,
  what: 'body' | 'query' | 'input',
): z.output<S> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw refusal(what, fieldErrors(parsed.error.issues).slice(0, FIELDS_NAMED_MAX));
  const nul = nulPath(parsed.data);
  if (nul !== null) throw refusal(what, [{ path: nul, message: 'Must not contain the NUL character' }]);
  return parsed.data;
}
