/** Turns every failure into one RFC 9457 problem document; the table answers each error code or does not compile. */
import type { Problem } from '#lib/contracts/common.ts';
import { type AppError, type ErrorCode, INTERNAL_MESSAGE, toAppError } from '#lib/core/errors.ts';
import { API_SECURITY_HEADERS } from './security-headers.ts';

interface ProblemKind {
  status: number;
  title: string;
  /** What whoever calls the API should do about it; printed in docs/errors.md. */
  advice: string;
}

export const HTTP_STATUS = {
  invalid_request: {
    status: 400,
    title: 'Invalid request',
    advice: 'Correct the fields named in `errors` and send again.',
  },
  invalid_json: {
    status: 400,
    title: 'Invalid JSON',
    advice: 'Send one well-formed JSON document in UTF-8.',
  },
  body_too_large: {
    status: 413,
    title: 'Body too large',
    advice: 'Send less: JSON bodies hold 64 kB, uploads 50 MB in all.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Unsupported media type',
    advice: 'Send `application/json`, or `multipart/form-data` for uploads, without a content encoding.',
  },
  unauthenticated: {
    status: 401,
    title: 'Not authenticated',
    advice:
      'Send `Authorization: Bearer …` with a trial token or API key that works now. On `/api/admin` the status is 403: log in there.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    advice: 'Use a credential that holds the scope, or an account with the role, that the sentence names.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    advice: 'Check the path and the id. Ids of other tenants are answered the same way.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    advice: 'Use a method of the `Allow` header.',
  },
  conflict: {
    status: 409,
    title: 'Conflict',
    advice: 'Read the present state and decide again.',
  },
  idempotency_key_reused: {
    status: 409,
    title: 'Idempotency key reused',
    advice: 'Use a new `Idempotency-Key` for a request with another body.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    advice: 'Wait for the seconds of `Retry-After`.',
  },
  quota_exceeded: {
    status: 429,
    title: 'Quota exceeded',
    advice: 'The plan is used up; the sentence names which part of it.',
  },
  trial_expired: {
    status: 402,
    title: 'Trial expired',
    advice: 'The trial is over; choose a plan or start anew.',
  },
  origin_not_allowed: {
    status: 403,
    title: 'Origin not allowed',
    advice: 'Add the site to the allowed origins of the widget.',
  },
  unsupported_file_type: {
    status: 415,
    title: 'Unsupported file type',
    advice: 'Send PDF, DOCX, HTML, Markdown, plain text or CSV.',
  },
  file_empty: { status: 422, title: 'Empty file', advice: 'Send a document with content.' },
  file_encrypted: { status: 422, title: 'Encrypted file', advice: 'Remove the password and send again.' },
  file_corrupt: {
    status: 422,
    title: 'Unreadable file',
    advice: 'Open and save the document anew, then send it again.',
  },
  file_too_large: {
    status: 413,
    title: 'File too large',
    advice: 'Split the document; a file holds up to 20 MB.',
  },
  file_has_no_text: {
    status: 422,
    title: 'No text in the file',
    advice: 'Run text recognition (OCR) on scanned pages first.',
  },
  too_many_files: { status: 413, title: 'Too many files', advice: 'Send up to 20 files at a time.' },
  parse_timeout: {
    status: 422,
    title: 'Document too slow to read',
    advice: 'Split or simplify the document and send it again.',
  },
  parse_out_of_memory: {
    status: 422,
    title: 'Document too heavy to read',
    advice: 'Split or simplify the document and send it again.',
  },
  model_unavailable: {
    status: 503,
    title: 'Model unavailable',
    advice: 'Try again after `Retry-After`; the operator sees why in the log.',
  },
  model_timeout: { status: 504, title: 'Model too slow', advice: 'Try again.' },
  reembed_required: {
    status: 409,
    title: 'Re-embedding required',
    advice: 'The embedding model has changed; the operator must re-embed the stored chunks first.',
  },
  database_busy: { status: 503, title: 'Busy', advice: 'Try again after `Retry-After`.' },
  database_unavailable: {
    status: 503,
    title: 'Storage unavailable',
    advice: 'Try again after `Retry-After`; nothing of a refused request was stored.',
  },
  shutting_down: {
    status: 503,
    title: 'Restarting',
    advice: 'Try again after `Retry-After`; another process takes over.',
  },
  cancelled: { status: 499, title: 'Cancelled', advice: 'The caller closed the connection first.' },
  internal: {
    status: 500,
    title: 'Internal error',
    advice: 'Try again; tell the operator the `request_id` when it stays.',
  },
} as const satisfies Record<ErrorCode, ProblemKind>;

/** Administrators' paths say 403 to whoever may not, with or without a credential that works. */
export function isAdminPath(path: string): boolean {
  return /^\/api\/admin(\/|$)/.test(path);
}

/** The status of a code, on a path of the API. */
export function statusOf(code: ErrorCode, path = ''): number {
  return code === 'unauthenticated' && isAdminPath(path) ? 403 : HTTP_STATUS[code].status;
}

/** The problem document of a failure; `internal` never says more than its fixed sentence. */
export function problemDocument(error: AppError, requestId: string, path?: string): Problem {
  const { title } = HTTP_STATUS[error.code];
  const status = statusOf(error.code, path);
  return {
    type: `urn:frontdesk:error:${error.code}`,
    title,
    status,
    detail: error.code === 'internal' ? INTERNAL_MESSAGE : error.publicMessage,
    code: error.code,
    request_id: requestId,
    ...(error.fields === undefined ? {} : { errors: error.fields }),
  };
}

/** The HTTP answer to anything thrown. */
export function problemResponse(
  thrown: unknown,
  requestId: string,
  headers: Record<string, string> = {},
  path?: string,
): Response {
  const error = toAppError(thrown);
  const status = statusOf(error.code, path);
  const retryAfter = error.retryAfterSeconds ?? (status === 503 ? 5 : undefined);
  return new Response(JSON.stringify(problemDocument(error, requestId, path)), {
    status,
    headers: {
      ...API_SECURITY_HEADERS,
      'Content-Type': 'application/problem+json',
      'X-Request-Id': requestId,
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer realm="frontdesk"' } : {}),
      ...(retryAfter === undefined ? {} : { 'Retry-After': String(Math.max(1, Math.ceil(retryAfter))) }),
      ...headers,
    },
  });
}
