/** The same database and embedder, counting what is really asked of them. */
import type { Database, TenantTransaction } from '#lib/ports/database.ts';
import type { Embedder } from '#lib/ports/models.ts';

export interface CallCounts {
  /** Calls of the embedding model. */
  embeddings: number;
  /** SQL statements sent in tenant transactions; those that open, bind and close a transaction are not among them. */
  statements: number;
}

interface Counted {
  database: Database;
  embedder: Embedder;
}

export function countCalls<P extends Counted>(ports: P): { ports: P; counts: CallCounts } {
  const counts: CallCounts = { embeddings: 0, statements: 0 };
  const { database, embedder } = ports;
  // Kysely shows a plugin every statement that goes to the driver, its own builders' and raw ones.
  const seen = (tx: TenantTransaction) =>
    tx.withPlugin({
      transformQuery({ node }) {
        counts.statements += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    }) as TenantTransaction;
  return {
    counts,
    ports: {
      ...ports,
      database: {
        ...database,
        asTenant: (tenantId, work) => database.asTenant(tenantId, (tx) => work(seen(tx))),
      },
      embedder: {
        model: embedder.model,
        dimensions: embedder.dimensions,
        embed(texts, options) {
          counts.embeddings += 1;
          return embedder.embed(texts, options);
        },
        embedPassages(passages, options) {
          counts.embeddings += 1;
          return embedder.embedPassages(passages, options);
        },
        close: () => embedder.close(),
      },
    },
  };
}
