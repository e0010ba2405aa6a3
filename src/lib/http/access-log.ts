/** One log line per request: what was called and how it went, never query text, tokens or addresses. */
import type { Caller } from '#lib/core/caller.ts';
import { type AppError, toAppError } from '#lib/core/errors.ts';
import { HTTP_STATUS } from './problem.ts';

export interface RequestLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface FinishedRequest {
  requestId: string;
  method: string;
  /** The template, `/api/trial/kb/{source_id}`: ids stay out of the line. */
  route: string;
  status: number;
  startedAt: number;
  caller: Caller | undefined;
  /** What was thrown, when something was. */
  failure?: unknown;
}

/** The chain of causes with stacks; public sentences may hold file names, so they are left out. */
function causes(error: AppError): string[] {
  const chain: string[] = [];
  for (let at: unknown = error; at !== undefined && chain.length < 5; ) {
    chain.push(at instanceof Error ? (at.stack ?? at.message) : String(at));
    at = at instanceof Error ? at.cause : undefined;
  }
  return chain;
}

/** Writes the line: errors of ours (5xx) with their causes at `error`, everything else at `info`. */
export function logRequest(log: RequestLog, request: FinishedRequest): void {
  const error = request.failure === undefined ? undefined : toAppError(request.failure);
  const fields = {
    request_id: request.requestId,
    method: request.method,
    route: request.route,
    status: request.status,
    ms: Math.round((performance.now() - request.startedAt) * 10) / 10,
    ...(request.caller && 'tenantId' in request.caller ? { tenant_id: request.caller.tenantId } : {}),
    ...(request.caller?.kind === 'admin' ? { admin_id: request.caller.adminId } : {}),
    ...(error === undefined ? {} : { code: error.code }),
  };
  if (error !== undefined && HTTP_STATUS[error.code].status >= 500) {
    log.error({ ...fields, causes: causes(error) }, 'request failed');
  } else {
    log.info(fields, 'request');
  }
}
