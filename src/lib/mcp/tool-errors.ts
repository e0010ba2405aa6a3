/** Turns every failure of a tool into a result a model can act on; the table answers each code or does not compile. */
import type { CallToolResult } from '@modelcontextprotocol/server';
import { type AppError, type ErrorCode, INTERNAL_MESSAGE, toAppError } from '#lib/core/errors.ts';

interface ToolErrorKind {
  /** Whether the same call may work later; else something has to change first. */
  retryable: boolean;
  /** What the model should do now. */
  hint: string;
}

const later = (hint: string): ToolErrorKind => ({ retryable: true, hint });
const changed = (hint: string): ToolErrorKind => ({ retryable: false, hint });
const TRY_LATER = 'Try again after a moment.';
const ASK_OPERATOR = 'Tell the user; only the operator can mend this.';
const OTHER_DOCUMENT = 'Tell the user which document it was; do not send it again unchanged.';

export const TOOL_ERRORS = {
  invalid_request: changed('Correct the named arguments and call again.'),
  invalid_json: changed('Send well-formed JSON.'),
  body_too_large: changed('Send less in one call.'),
  unsupported_media_type: changed('Send application/json.'),
  unauthenticated: changed('Ask the user for a trial token or API key that works.'),
  forbidden: changed('Ask the user for an API key with that scope.'),
  not_found: changed('Check the id.'),
  method_not_allowed: changed('Use POST.'),
  conflict: changed('Read the present state and decide again.'),
  idempotency_key_reused: changed('Use another key.'),
  rate_limited: later('Wait before the next call.'),
  quota_exceeded: changed('Do not try again; tell the user that this part of the plan is used up.'),
  trial_expired: changed('Do not try again; tell the user that the trial is over.'),
  origin_not_allowed: changed('Call from a program, or from a site that is allowed.'),
  unsupported_file_type: changed(OTHER_DOCUMENT),
  file_empty: changed(OTHER_DOCUMENT),
  file_encrypted: changed(OTHER_DOCUMENT),
  file_corrupt: changed(OTHER_DOCUMENT),
  file_too_large: changed('Split the document.'),
  file_has_no_text: changed(OTHER_DOCUMENT),
  too_many_files: changed('Send fewer documents in one call.'),
  parse_timeout: changed('Split the document.'),
  parse_out_of_memory: changed('Split the document.'),
  model_unavailable: later(TRY_LATER),
  model_timeout: later(TRY_LATER),
  reembed_required: changed(ASK_OPERATOR),
  database_busy: later(TRY_LATER),
  database_unavailable: later(TRY_LATER),
  shutting_down: later(TRY_LATER),
  cancelled: later('Call again if it is still wanted.'),
  internal: later(TRY_LATER),
} as const satisfies Record<ErrorCode, ToolErrorKind>;

/** Of errors that can be tried again and do not say when. */
const RETRY_AFTER_SECONDS = 5;

/** Where programs find the error; `structuredContent` must match the output schema, also in clients that check it on errors. */
export const ERROR_META_KEY = 'frontdesk/error';

export interface ToolError {
  code: ErrorCode;
  detail: string;
  request_id: string;
  retryable: boolean;
  /** Seconds; only when it is retryable. */
  retry_after?: number;
  errors?: { path: string; message: string }[];
}

function describeError(error: AppError, requestId: string): ToolError {
  const { retryable } = TOOL_ERRORS[error.code];
  const seconds = Math.max(1, Math.ceil(error.retryAfterSeconds ?? RETRY_AFTER_SECONDS));
  return {
    code: error.code,
    detail: error.code === 'internal' ? INTERNAL_MESSAGE : error.publicMessage,
    request_id: requestId,
    retryable,
    ...(retryable ? { retry_after: seconds } : {}),
    ...(error.fields === undefined ? {} : { errors: error.fields }),
  };
}

/** The result of a call that failed: a sentence for the model, the same as data under `_meta`. */
export function toolError(thrown: unknown, requestId: string): CallToolResult {
  const error = toAppError(thrown);
  const described = describeError(error, requestId);
  const fields = described.errors?.map(({ path, message }) => `\n- ${path || 'arguments'}: ${message}`) ?? [];
  const when = described.retry_after === undefined ? '' : ` (after ${described.retry_after} s)`;
  const text =
    `${described.detail}${fields.join('')}\n${TOOL_ERRORS[error.code].hint}${when}\n` +
    `Error ${error.code}, request ${requestId}.`;
  return { isError: true, content: [{ type: 'text', text }], _meta: { [ERROR_META_KEY]: described } };
}
