/** Why something could not be done, as far as a visitor should know. */
export type FailureKind =
  /** The network is away. */
  | 'offline'
  /** This page may not use the assistant. */
  | 'refused'
  /** Too much at once; passes by itself. */
  | 'busy'
  /** Nobody is answered at the moment. */
  | 'unavailable'
  /** The visitor stopped it. */
  | 'stopped'
  | 'failed';

export interface Failure extends Error {
  kind: FailureKind;
  /** Seconds, when the server said. */
  retryAfter: number | null;
  /** The server's own sentence about what was sent. */
  detail: string | null;
}

export function failure(
  kind: FailureKind,
  more: { retryAfter?: number | null; detail?: string | null } = {},
): Failure {
  return Object.assign(new Error(kind), { kind, retryAfter: null, detail: null, ...more });
}

export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && 'kind' in error;
}

const KINDS = new Map<unknown, FailureKind>(
  Object.entries({
    rate_limited: 'busy',
    database_busy: 'busy',
    shutting_down: 'busy',
    quota_exceeded: 'unavailable',
    trial_expired: 'unavailable',
    reembed_required: 'unavailable',
    origin_not_allowed: 'refused',
  }),
);

/** A problem document (RFC 9457), from an answer or an `error` event. */
export function failureOf(problem: unknown, retryAfter: string | null): Failure {
  const { code, detail } = (problem ?? {}) as { code?: unknown; detail?: unknown };
  const seconds = Number(retryAfter ?? Number.NaN);
  return failure(KINDS.get(code) ?? 'failed', {
    retryAfter: Number.isFinite(seconds) ? seconds : null,
    detail: typeof detail === 'string' ? detail : null,
  });
}
