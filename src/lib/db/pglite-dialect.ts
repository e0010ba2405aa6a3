/** Kysely on the PGlite connection. */
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { PgliteConnection, PgliteSession } from './pglite-connection.ts';

class SessionConnection implements DatabaseConnection {
  readonly #session: PgliteSession;
  readonly release: () => void;

  constructor(session: PgliteSession, release: () => void) {
    this.#session = session;
    this.release = release;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const reply = await this.#session.query(query.sql, [...query.parameters]);
    const rows = reply.rows as R[];
    return reply.affectedRows === undefined
      ? { rows }
      : { rows, numAffectedRows: BigInt(reply.affectedRows) };
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a generator and PGlite has no cursors
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('PGlite has no cursors.');
  }
}

function pgliteDriver(connection: PgliteConnection, waitMs: number): Driver {
  const run = (c: DatabaseConnection, statement: string) => c.executeQuery(CompiledQuery.raw(statement));
  return {
    async init() {},
    async acquireConnection() {
      const { session, release } = await connection.acquire(waitMs);
      return new SessionConnection(session, release);
    },
    async beginTransaction(c) {
      await run(c, 'begin');
    },
    async commitTransaction(c) {
      await run(c, 'commit');
    },
    async rollbackTransaction(c) {
      await run(c, 'rollback');
    },
    async releaseConnection(c) {
      (c as SessionConnection).release();
    },
    async destroy() {},
  };
}

/** A Kysely over `connection`; each transaction waits at most `waitMs` for its turn. */
export function pgliteKysely<Tables>(connection: PgliteConnection, waitMs: number): Kysely<Tables> {
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => pgliteDriver(connection, waitMs),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  return new Kysely<Tables>({ dialect });
}
