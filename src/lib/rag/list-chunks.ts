/** The stored chunks of a source, a page at a time: what a citation points into. */
import type { ChunkView } from '#lib/contracts/kb.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { AppError, notFound } from '#lib/core/errors.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectChunks, selectOrdinal } from './chunk-store.ts';

/** How many chunks a page that is asked for `around` a chunk shows before it. */
const CONTEXT_BEFORE = 1;

export interface ChunkPage {
  source_id: string;
  cursor?: string | undefined;
  limit: number;
  around?: string | undefined;
}

/** Errors: `not_found` (no such source, nothing ingested, no such chunk in it), `invalid_request` (cursor). */
export async function listChunks(
  ports: { database: Database },
  caller: TenantCaller,
  page: ChunkPage,
): Promise<{ chunks: ChunkView[]; next_cursor: string | null }> {
  if (page.cursor !== undefined && !/^\d{1,9}$/.test(page.cursor)) {
    throw new AppError('invalid_request', 'The cursor is not one that this list gave.');
  }
  const rows = await ports.database.asTenant(caller.tenantId, async (tx) => {
    let from = Number(page.cursor ?? 0);
    if (page.around !== undefined) {
      const ordinal = await selectOrdinal(tx, page.source_id, page.around);
      if (ordinal === undefined) throw notFound();
      from = Math.max(0, ordinal - CONTEXT_BEFORE);
    }
    return selectChunks(tx, page.source_id, from, page.limit + 1);
  });
  if (rows.length === 0) throw notFound();
  const chunks = rows.slice(0, page.limit);
  return { chunks, next_cursor: rows.length > page.limit ? String(rows.at(-1)?.ordinal) : null };
}
