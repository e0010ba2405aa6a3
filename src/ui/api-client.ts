/** Talks to the Frontdesk API; every failure becomes a ProblemError with a sentence a person can read. */
import type { Problem } from '#lib/contracts/common.ts';

export type ProblemCode = Problem['code'] | 'offline';

export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly retryAfterSeconds: number | null;
  readonly fields: { path: string; message: string }[];

  constructor(
    code: ProblemCode,
    detail: string,
    more: {
      status?: number;
      retryAfterSeconds?: number | null;
      fields?: { path: string; message: string }[];
    } = {},
  ) {
    super(detail);
    this.name = 'ProblemError';
    this.code = code;
    this.status = more.status ?? 0;
    this.retryAfterSeconds = more.retryAfterSeconds ?? null;
    this.fields = more.fields ?? [];
  }
}

export function offlineError(): ProblemError {
  return new ProblemError('offline', 'The server could not be reached. Check your connection and try again.');
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** Anything thrown by a request, as a ProblemError. */
export function toProblem(error: unknown): ProblemError {
  return error instanceof ProblemError ? error : offlineError();
}

/** Reads a problem document (RFC 9457); a body of another kind gets a fixed sentence. */
export function problemFrom(status: number, body: string, retryAfter: string | null): ProblemError {
  const seconds = retryAfter === null ? Number.NaN : Number(retryAfter);
  const retryAfterSeconds = Number.isFinite(seconds) ? seconds : null;
  try {
    const problem = JSON.parse(body) as Partial<Problem>;
    if (typeof problem.detail === 'string' && typeof problem.code === 'string') {
      return new ProblemError(problem.code, problem.detail, {
        status,
        retryAfterSeconds,
        fields: problem.errors ?? [],
      });
    }
  } catch {
    // Not JSON: a proxy in front of the server answered.
  }
  return new ProblemError('internal', `The server answered with an error (${status}).`, {
    status,
    retryAfterSeconds,
  });
}

export interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
  headers?: Record<string, string>;
}

export interface Api {
  token: string | null;
  /** The answer as it comes, already known to be a success. */
  open: (path: string, options?: RequestOptions) => Promise<Response>;
  /** The JSON of the answer; `undefined` for 204. */
  request: <T>(path: string, options?: RequestOptions) => Promise<T>;
}

export function createApi(token: string | null, onUnauthenticated: () => void = () => {}): Api {
  async function open(path: string, { method = 'GET', body, signal, headers }: RequestOptions = {}) {
    let response: Response;
    try {
      response = await fetch(path, {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: signal ?? null,
        cache: 'no-store',
        credentials: 'omit',
      });
    } catch (error) {
      throw isAbort(error) ? error : offlineError();
    }
    if (response.ok) return response;
    const problem = problemFrom(response.status, await response.text(), response.headers.get('retry-after'));
    if (problem.code === 'unauthenticated') onUnauthenticated();
    throw problem;
  }

  async function request<T>(path: string, options?: RequestOptions): Promise<T> {
    const response = await open(path, options);
    if (response.status === 204) return undefined as T;
    return (await response.json()) as T;
  }

  return { token, open, request };
}
