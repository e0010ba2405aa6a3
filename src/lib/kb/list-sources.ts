/** The sources of a knowledge base, a page at a time. */
import type { Source } from '#lib/contracts/kb.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectSources } from './source-store.ts';

const CURSOR = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Errors: `invalid_request` for a cursor that is none of ours. */
export async function listSources(
  ports: { database: Database },
  caller: TenantCaller,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ sources: Source[]; next_cursor: string | null }> {
  if (page.cursor !== undefined && !CURSOR.test(page.cursor)) {
    throw new AppError('invalid_request', 'The cursor is not one that this list gave.');
  }
  const rows = await ports.database.asTenant(caller.tenantId, (tx) =>
    selectSources(tx, page.cursor ?? null, page.limit + 1),
  );
  const sources = rows.slice(0, page.limit);
  return { sources, next_cursor: rows.length > page.limit ? (sources.at(-1)?.source_id ?? null) : null };
}
