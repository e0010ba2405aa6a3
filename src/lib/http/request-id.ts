/** Gives every request one id: the caller's `X-Request-Id` when well formed, else a new UUIDv7. */
import { newId } from '#lib/core/ids.ts';
import { REQUEST_ID_MAX_CHARS } from '#lib/core/limits.ts';

/** Letters, digits and the joints of common id formats: safe in a log line and in a header. */
const WELL_FORMED = /^[A-Za-z0-9][A-Za-z0-9._:+/=@-]*$/;

export function requestIdOf(headers: Headers): string {
  const given = headers.get('x-request-id');
  if (given !== null && given.length <= REQUEST_ID_MAX_CHARS && WELL_FORMED.test(given)) return given;
  return newId();
}
