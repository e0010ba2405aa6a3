/** The one list of error codes: every failure Frontdesk can explain has a code here and no HTTP in it. */

export const ERROR_CODES = [
  'invalid_request',
  'invalid_json',
  'body_too_large',
  'unsupported_media_type',
  'unauthenticated',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'conflict',
  'idempotency_key_reused',
  'rate_limited',
  'quota_exceeded',
  'trial_expired',
  'origin_not_allowed',
  'unsupported_file_type',
  'file_empty',
  'file_encrypted',
  'file_corrupt',
  'file_too_large',
  'file_has_no_text',
  'too_many_files',
  'parse_timeout',
  'parse_out_of_memory',
  'model_unavailable',
  'model_timeout',
  'reembed_required',
  'database_busy',
  'database_unavailable',
  'shutting_down',
  'cancelled',
  'internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** One field of the request that was refused, as `path: message`. */
export interface FieldError {
  path: string;
  message: string;
}

export interface AppErrorOptions {
  cause?: unknown;
  /** For the log only: may name hosts, ids and causes. */
  internal?: string;
  fields?: FieldError[];
  /** When trying again makes sense, in seconds. */
  retryAfterSeconds?: number | undefined;
}

/** Marks an AppError across module copies: Next bundles this file once more than Node loads it. */
const APP_ERROR = Symbol.for('frontdesk.AppError');

/** A failure with a public sentence for the caller and an internal one for the log. */
export class AppError extends Error {
  readonly [APP_ERROR] = true;
  readonly code: ErrorCode;
  readonly publicMessage: string;
  readonly fields: FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, publicMessage: string, options: AppErrorOptions = {}) {
    super(
      options.internal ?? publicMessage,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'AppError';
    this.code = code;
    this.publicMessage = publicMessage;
    this.fields = options.fields;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** The fixed sentence for every failure we have no better words for. */
export const INTERNAL_MESSAGE = 'Something went wrong on our side. Please try again.';

/** Whether something thrown is an AppError, whichever copy of this module made it. */
export function isAppError(error: unknown): error is AppError {
  return typeof error === 'object' && error !== null && APP_ERROR in error;
}

/** Turns anything thrown into an AppError; unknown failures become `internal` with the cause kept for the log. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error;
  return new AppError('internal', INTERNAL_MESSAGE, { cause: error, internal: String(error) });
}

/** The same answer for a token that is malformed, unknown, revoked or expired, or whose tenant was erased. */
export function unauthenticated(): AppError {
  return new AppError('unauthenticated', 'This token is missing, wrong, expired or revoked.');
}

/** The same answer for a missing thing and another tenant's thing (DESIGN §5.6). */
export function notFound(): AppError {
  return new AppError('not_found', 'There is nothing here under that id.');
}
