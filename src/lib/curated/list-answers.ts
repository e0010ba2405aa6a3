/** The curated answers of a tenant, a page at a time. */
import type { AnswersPage } from '#lib/contracts/answers.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectAnswers } from './answer-store.ts';
import { type Curator, requireTenant, viewOf } from './curator.ts';

const CURSOR = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Errors: `not_found`, `invalid_request` for a cursor that is none of ours. */
export async function listAnswers(
  ports: { database: Database },
  caller: Curator,
  page: { cursor?: string | undefined; limit: number },
): Promise<AnswersPage> {
  if (page.cursor !== undefined && !CURSOR.test(page.cursor)) {
    throw new AppError('invalid_request', 'The cursor is not one that this list gave.');
  }
  const rows = await ports.database.asTenant(caller.tenantId, async (tx) => {
    await requireTenant(tx, caller);
    return selectAnswers(tx, page.cursor ?? null, page.limit + 1);
  });
  const answers = rows.slice(0, page.limit).map(viewOf);
  return { answers, next_cursor: rows.length > page.limit ? (answers.at(-1)?.answer_id ?? null) : null };
}
