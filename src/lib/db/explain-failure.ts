/** Tells failures that pass by themselves (busy, unavailable) from all others, by what Postgres, a pooler or Node says. */
import { AppError, isAppError, unauthenticated } from '#lib/core/errors.ts';

/** SQLSTATE: lock not available, serialization failure, deadlock, cancelled by timeout, too many connections. */
const BUSY = new Set(['55P03', '40001', '40P01', '57014', '53300']);
/** Shut down or restarting (57P01–57P03), connection exceptions (class 08) and Node's network errors. */
const GONE =
  /^(57P0[1-3]|08\w{3}|ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)$/;
/** node-postgres gives its own failures no code. */
const POOL_FULL = /^timeout exceeded when trying to connect/;
const CONNECTION_LOST =
  /^(Connection terminated|Client has encountered a connection error|Query read timeout)/;
/** A row refers to a tenant that is not there: it was erased after its caller was authenticated. */
const TENANT_GONE = /_tenant_id_fkey$/;
/** pgBouncer words all of its refusals as protocol violations. */
const POOLER_FULL = /query_wait_timeout|no more connections allowed|max_client_conn/;

export function databaseBusy(cause?: unknown): AppError {
  const options = { cause, retryAfterSeconds: 2 };
  return new AppError('database_busy', 'The service is busy. Please try again.', options);
}

/** Anything thrown by a driver: an AppError where the caller can do something about it, else as it is. */
export function explainFailure(error: unknown): unknown {
  if (isAppError(error)) return error;
  const {
    code,
    message = '',
    constraint = '',
  } = (error ?? {}) as Partial<Record<string, unknown>> & {
    message?: string;
    constraint?: string;
  };
  if (code === '23503' && TENANT_GONE.test(constraint)) return unauthenticated();
  const word = typeof code === 'string' ? code : '';
  if (BUSY.has(word) || POOL_FULL.test(message) || (word === '08P01' && POOLER_FULL.test(message))) {
    return databaseBusy(error);
  }
  if (GONE.test(word) || CONNECTION_LOST.test(message)) {
    return new AppError('database_unavailable', 'The database is not available. Please try again.', {
      cause: error,
      retryAfterSeconds: 5,
    });
  }
  return error;
}
