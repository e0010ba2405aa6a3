/** A bounded pool of Postgres connections without session state, on which nothing waits for ever. */
import pg from 'pg';
import { isAppError } from '#lib/core/errors.ts';
import { STATEMENT_TIMEOUT_MS } from '#lib/core/limits.ts';
import type { PoolState } from '#lib/ports/database.ts';
import type { Log } from '#lib/ports/log.ts';
import { databaseBusy, explainFailure } from './explain-failure.ts';

export interface PoolSettings {
  /** The pooler's address; transaction mode is enough. */
  url: string;
  /** Connections this process holds at most. */
  size: number;
  /** How long a caller waits for a connection, and behind a pooler for a server, in all. */
  acquireTimeoutMs: number;
  /** An idle connection is closed after this. */
  idleTimeoutMs: number;
  applicationName: string;
}

export interface PostgresPool {
  pool: pg.Pool;
  acquireTimeoutMs: number;
}

export interface Result {
  rows: unknown[];
  rowCount: number | null;
}

export interface PooledClient {
  query(sql: string, parameters?: unknown[]): Promise<Result>;
  /** False once a statement failed in a way that leaves the connection's state unknown. */
  usable(): boolean;
  /** Back to the pool, or closed when a statement failed in a way that leaves its state unknown. */
  release(): void;
}

/** The database cancels a statement first; this is for one whose answer never comes. */
const SILENCE_MAX_MS = STATEMENT_TIMEOUT_MS + 500;

const { builtins, getTypeParser } = pg.types;
const INT8_ARRAY = 1016;
const safeInteger = (text: string) => {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
};

/** Values as PGlite gives them: integers are numbers where they fit, bytes are plain Uint8Arrays. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (format === 'binary') return getTypeParser(oid, 'binary');
    if (oid === builtins.INT8) return safeInteger;
    if (oid === INT8_ARRAY) {
      const parse = getTypeParser(INT8_ARRAY as never, 'text') as (text: string) => (string | null)[];
      return (text: string) => parse(text).map((item) => (item === null ? null : safeInteger(item)));
    }
    if (oid === builtins.BYTEA) {
      const parse = getTypeParser(builtins.BYTEA, 'text') as (text: string) => Buffer;
      return (text: string) => new Uint8Array(parse(text));
    }
    return getTypeParser(oid, 'text');
  },
} as pg.CustomTypesConfig;

/** Opens nothing yet: connections are made when they are needed. */
export function createPostgresPool(settings: PoolSettings, log: Log): PostgresPool {
  const pool = new pg.Pool({
    connectionString: settings.url,
    max: settings.size,
    connectionTimeoutMillis: settings.acquireTimeoutMs,
    idleTimeoutMillis: settings.idleTimeoutMs,
    application_name: settings.applicationName,
    query_timeout: SILENCE_MAX_MS,
    keepAlive: true,
    types,
  });
  // An idle connection that its server closed is no request's failure; the pool has dropped it already.
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'));
  return { pool, acquireTimeoutMs: settings.acquireTimeoutMs };
}

export function poolState({ pool }: PostgresPool): PoolState {
  const { totalCount, idleCount, waitingCount, options } = pool;
  return { size: options.max, inUse: totalCount - idleCount, idle: idleCount, waiting: waitingCount };
}

/**
 * A connection on which `begin` has run. The wait for it counts: a transaction pooler accepts a client at once and lets
 * its first statement wait for a server. A connection that turns out dead is replaced once: nothing was done on it yet.
 * Errors: `database_busy`, `database_unavailable`.
 */
export async function beginOnClient(from: PostgresPool): Promise<PooledClient> {
  const giveUpAt = performance.now() + from.acquireTimeoutMs;
  for (let attempt = 1; ; attempt++) {
    const client = await takeClient(from);
    try {
      await within(client.query('begin'), giveUpAt - performance.now());
      return client;
    } catch (error) {
      client.close();
      const explained = explainFailure(error);
      const lost = isAppError(explained) && explained.code === 'database_unavailable';
      if (!lost || attempt > 1 || performance.now() > giveUpAt) throw explained;
    }
  }
}

/** A connection for single statements. Errors: `database_busy`, `database_unavailable`. */
export async function takeClient(from: PostgresPool): Promise<OwnedClient> {
  return wrap(await from.pool.connect().catch((error: unknown) => Promise.reject(explainFailure(error))));
}

interface OwnedClient extends PooledClient {
  close(): void;
}

function wrap(client: pg.PoolClient): OwnedClient {
  let broken: Error | undefined;
  // A socket that dies between two statements; the next statement fails with it.
  const onError = (error: Error) => {
    broken ??= error;
  };
  client.on('error', onError);
  let released = false;
  const release = () => {
    if (released) return;
    released = true;
    client.off('error', onError);
    client.release(broken);
  };
  return {
    async query(sql, parameters) {
      try {
        const result = await client.query(parameters?.length ? { text: sql, values: parameters } : sql);
        return flatten(result);
      } catch (error) {
        // What the server refused leaves the connection usable; anything else leaves it in an unknown state.
        if (!(error instanceof pg.DatabaseError) || error.severity !== 'ERROR') broken ??= error as Error;
        throw error;
      }
    },
    usable: () => broken === undefined,
    release,
    close() {
      broken ??= new Error('not usable');
      release();
    },
  };
}

/** A text of several statements has several results; their rows follow each other. */
function flatten(result: pg.QueryResult | pg.QueryResult[]): Result {
  if (!Array.isArray(result)) return result;
  return { rows: result.flatMap(({ rows }) => rows as unknown[]), rowCount: result.at(-1)?.rowCount ?? null };
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(databaseBusy()), Math.max(0, ms));
  });
  work.catch(() => undefined);
  return Promise.race([work, tooLate]).finally(() => clearTimeout(timer));
}
