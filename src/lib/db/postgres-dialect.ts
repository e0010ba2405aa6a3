/** Kysely on a node-postgres pool behind a transaction-mode pooler: a connection is taken together with its BEGIN. */
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import { beginOnClient, type PooledClient, type PostgresPool } from './postgres-pool.ts';

class TransactionConnection implements DatabaseConnection {
  readonly #client: PooledClient;

  constructor(client: PooledClient) {
    this.#client = client;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, rowCount } = await this.#client.query(query.sql, [...query.parameters]);
    return rowCount === null
      ? { rows: rows as R[] }
      : { rows: rows as R[], numAffectedRows: BigInt(rowCount) };
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a generator and nothing here streams rows
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Rows are not streamed.');
  }

  async commit(): Promise<void> {
    await this.#client.query('commit');
  }

  /** A connection in an unknown state is closed, which rolls back as well; on a silent one a statement would hang. */
  async rollback(): Promise<void> {
    if (this.#client.usable()) await this.#client.query('rollback');
  }

  release(): void {
    this.#client.release();
  }
}

function postgresDriver(pool: PostgresPool): Driver {
  return {
    async init() {},
    // Behind a transaction pooler a server is only ours from BEGIN on, so waiting for one is part of taking it.
    async acquireConnection() {
      return new TransactionConnection(await beginOnClient(pool));
    },
    async beginTransaction() {},
    async commitTransaction(connection) {
      await (connection as TransactionConnection).commit();
    },
    async rollbackTransaction(connection) {
      await (connection as TransactionConnection).rollback();
    },
    async releaseConnection(connection) {
      (connection as TransactionConnection).release();
    },
    async destroy() {},
  };
}

/** For transactions only: a query outside of one would leave its BEGIN open, and the pool would close that connection. */
export function postgresKysely<Tables>(pool: PostgresPool): Kysely<Tables> {
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => postgresDriver(pool),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  return new Kysely<Tables>({ dialect });
}
