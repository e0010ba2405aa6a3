/** Refuses a database that does not take the settings which the search of a vector index depends on. */
import { AppError } from '#lib/core/errors.ts';
import { VECTOR_INDEX_EF_SEARCH } from '#lib/core/limits.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectVectorSettings } from './vector-index-store.ts';

/** Looks at what is effective within a transaction. Errors: `database_unavailable`. */
export async function requireVectorSettings({ database }: { database: Database }): Promise<void> {
  const effective = await database.asPlatform('index-vectors', selectVectorSettings);
  const wanted = { ef_search: String(VECTOR_INDEX_EF_SEARCH), iterative_scan: 'relaxed_order' };
  if (effective.ef_search === wanted.ef_search && effective.iterative_scan === wanted.iterative_scan) return;
  throw new AppError(
    'database_unavailable',
    `The database does not take the settings of vector search (hnsw.ef_search ${wanted.ef_search}, hnsw.iterative_scan ` +
      `${wanted.iterative_scan}): pgvector 0.8.2 or newer is needed.`,
    { internal: JSON.stringify(effective) },
  );
}
