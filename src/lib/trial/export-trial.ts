/** Everything of a tenant as objects, one at a time, in bounded memory whatever the tenant's size. */
import type { TenantCaller } from '#lib/core/caller.ts';
import { AppError, unauthenticated } from '#lib/core/errors.ts';
import { EXPORT_FILE_PART_BYTES, EXPORT_PAGE_ROWS } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import {
  EXPORTED,
  type ExportRow,
  selectExportPage,
  selectFilePart,
  selectNextFile,
} from './export-store.ts';
import { requireTrialToken } from './require-trial-token.ts';
import { selectTenantExpiry } from './trial-store.ts';

export type ExportLine =
  | { export: 'frontdesk'; version: 1; tenant_id: string; exported_at: string }
  | { table: string; row: ExportRow }
  | { end: true; rows: Record<string, number> };

/**
 * Pages are transactions of their own, so what changes meanwhile is in it or not; each row is whole. The last line
 * counts the rows: without it the export is not complete.
 * Errors: `forbidden` for an API key, `unauthenticated` when the tenant was erased meanwhile, `cancelled`.
 */
export async function* exportTrial(
  ports: { database: Database; clock: Clock },
  caller: TenantCaller,
  signal: AbortSignal,
): AsyncGenerator<ExportLine> {
  requireTrialToken(caller);
  const read = <T>(work: Parameters<typeof ports.database.asTenant<T>>[1]): Promise<T> => {
    if (signal.aborted) throw new AppError('cancelled', 'The export was cancelled.');
    return ports.database.asTenant(caller.tenantId, work);
  };
  const stillThere = async () => {
    if (!(await read(selectTenantExpiry))) throw unauthenticated();
  };
  const counts: Record<string, number> = {};
  await stillThere();
  const exportedAt = ports.clock.now().toISOString();
  yield { export: 'frontdesk', version: 1, tenant_id: caller.tenantId, exported_at: exportedAt };
  for (const exported of EXPORTED) {
    const { table, key } = exported;
    counts[table] = 0;
    let last: ExportRow | null = null;
    for (;;) {
      const page: ExportRow[] = await read((tx) => selectExportPage(tx, exported, last, EXPORT_PAGE_ROWS));
      for (const row of page) yield { table, row };
      counts[table] += page.length;
      last = page.at(-1) ?? null;
      if (key.length === 0 || page.length < EXPORT_PAGE_ROWS) break;
    }
  }
  counts.source_files = 0;
  for (let file = await read((tx) => selectNextFile(tx, null)); file; ) {
    const { source_id, declared_type, bytes } = file;
    for (let from = 0; from < bytes; from += EXPORT_FILE_PART_BYTES) {
      const part = await read((tx) => selectFilePart(tx, source_id, from));
      if (part === undefined) break;
      const row = { source_id, declared_type, bytes, from_byte: from, content_base64: part };
      yield { table: 'source_files', row };
    }
    counts.source_files += 1;
    file = await read((tx) => selectNextFile(tx, source_id));
  }
  await stillThere();
  yield { end: true, rows: counts };
}
