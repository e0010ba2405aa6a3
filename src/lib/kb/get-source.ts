/** One source of a knowledge base. */
import type { Source } from '#lib/contracts/kb.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { notFound } from '#lib/core/errors.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectSource } from './source-store.ts';

/** Errors: `not_found`, the same for another tenant's. */
export async function getSource(
  ports: { database: Database },
  caller: TenantCaller,
  sourceId: string,
): Promise<Source> {
  const source = await ports.database.asTenant(caller.tenantId, (tx) => selectSource(tx, sourceId));
  if (!source) throw notFound();
  return source;
}
