/** Turns a contract and a handler into a Web-standard route: checked input in, documented answers and problems out. */

import type { RouteContract, RouteInput } from '#lib/contracts/route-contract.ts';
import type {
  AdminCaller,
  AnonymousCaller,
  AskCaller,
  Caller,
  TenantCaller,
  VisitorCaller,
} from '#lib/core/caller.ts';
import { AppError, notFound, toAppError } from '#lib/core/errors.ts';
import { type AdminAuthenticator, adminCaller } from '#lib/middleware/admin-middleware.ts';
import { type TenantAuthenticator, tenantCaller } from '#lib/middleware/tenant-middleware.ts';
import { isVisitor, type VisitorAuthenticator, visitorCaller } from '#lib/middleware/widget-middleware.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import {
  ADMIN_POLICIES,
  type RateLimiting,
  type RateLimitSubject,
  type RateLimitVerdict,
  rateLimitMiddleware,
} from '#lib/security/rate-limiting.ts';
import { logRequest, type RequestLog } from './access-log.ts';
import { clientAddress } from './client-address.ts';
import { corsHeaders } from './cors.ts';
import { countRequest } from './count-request.ts';
import { eventStream, type ServerSentEvent } from './event-stream.ts';
import { claimedKey, idempotencyKey, requestHash } from './idempotency.ts';
import { readMultipart, type UploadedFile } from './multipart.ts';
import { problemDocument, problemResponse, statusOf } from './problem.ts';
import { relay } from './relay.ts';
import { readJsonBody } from './request-body.ts';
import { requestIdOf } from './request-id.ts';
import { API_SECURITY_HEADERS, transportHeaders } from './security-headers.ts';
import { uploadSlots } from './upload-slots.ts';
import { parseInput } from './validate.ts';

/** What every route needs of the application; handlers may see more of it. */
export interface RouteApp extends TenantAuthenticator, VisitorAuthenticator, AdminAuthenticator {
  idempotent(
    caller: AskCaller,
    claim: { key: string; operation: string; requestHash: string },
    run: () => Promise<{ status: number; body: unknown }>,
  ): Promise<{ status: number; body: unknown; replayed: boolean }>;
  log: RequestLog;
  telemetry: Telemetry;
  config: { publicUrl: string };
  rateLimiting: RateLimiting;
}

export interface JsonResult {
  status: number;
  body?: unknown;
  /** In place of the usual ones. */
  headers?: Record<string, string>;
}

interface CallersByAuth {
  anonymous: AnonymousCaller;
  tenant: TenantCaller;
  visitor: VisitorCaller;
  tenant_or_visitor: AskCaller;
  admin: AdminCaller;
}
type CallerOf<C extends RouteContract> = CallersByAuth[C['auth']];

export interface RouteContext<A, C extends RouteContract> extends RouteInput<C> {
  app: A;
  caller: CallerOf<C>;
  /** The files of a `multipart` contract, else empty. */
  files: UploadedFile[];
  headers: Headers;
  /** The network that the client is in. */
  address: string;
  /** Aborted when the client goes away. */
  signal: AbortSignal;
  /** Answers with server-sent events; a failing source ends with an `error` event holding its problem. */
  stream(
    source: (signal: AbortSignal) => AsyncIterable<ServerSentEvent>,
    options?: { endless: boolean },
  ): Response;
  /** Passes on an answer that a protocol library made, with this API's headers. */
  relay(response: Response): Response;
}

export type RouteHandler<A, C extends RouteContract> = (
  context: RouteContext<A, C>,
) => Promise<JsonResult | Response>;

export type Route = (
  request: Request,
  context: { params: Promise<Record<string, string | string[]>> },
) => Promise<Response>;

const slots = uploadSlots();

/** Query parameters as an object; a repeated one is refused, since picking one would be a guess. */
function queryObject(url: URL): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams) {
    if (Object.hasOwn(query, name)) {
      throw new AppError('invalid_request', 'The query of the request is not valid.', {
        fields: [{ path: name, message: 'Is given more than once' }],
      });
    }
    Object.defineProperty(query, name, { value, enumerable: true });
  }
  return query;
}

function jsonResponse(result: JsonResult, usual: Record<string, string>): Response {
  const headers = { ...usual, ...result.headers };
  if (result.body === undefined) return new Response(null, { status: result.status, headers });
  return new Response(JSON.stringify(result.body), {
    status: result.status,
    headers: { ...headers, 'Content-Type': 'application/json' },
  });
}

/** Where failures are told while there is no application to tell them. */
const stderrLog: RequestLog = {
  info: () => {},
  warn: () => {},
  error: (fields, msg) =>
    void process.stderr.write(`${JSON.stringify({ level: 'error', msg, ...fields })}\n`),
};

export function createRoute<A extends RouteApp, const C extends RouteContract>(
  getApp: () => Promise<A>,
  contract: C,
  handler: RouteHandler<A, C>,
): Route {
  const policies = contract.limits ?? (contract.auth === 'admin' ? ADMIN_POLICIES : undefined);

  async function callerOf(app: A, request: Request, requestId: string, address: string): Promise<Caller> {
    const { headers } = request;
    switch (contract.auth) {
      case 'anonymous':
        return { kind: 'anonymous', requestId };
      case 'admin':
        return adminCaller(app, request, { requestId, address, role: contract.role ?? 'owner' });
      case 'visitor':
        return visitorCaller(app, headers, requestId);
      case 'tenant_or_visitor':
        if (isVisitor(headers)) return visitorCaller(app, headers, requestId);
        return tenantCaller(app, headers, requestId, contract.scope);
      case 'tenant':
        return tenantCaller(app, headers, requestId, contract.scope);
    }
  }

  async function checkedInput(request: Request, url: URL, rawParams: unknown): Promise<RouteInput<C>> {
    if (contract.params?.safeParse(rawParams).success === false) throw notFound();
    return {
      params: contract.params?.parse(rawParams),
      query: contract.query && parseInput(contract.query, queryObject(url), 'query'),
      body:
        contract.body &&
        parseInput(contract.body, await readJsonBody(request, contract.bodyMaxBytes), 'body'),
    } as RouteInput<C>;
  }

  return async (request, { params }) => {
    const startedAt = performance.now();
    const requestId = requestIdOf(request.headers);
    let app: A | undefined;
    let caller: Caller | undefined;
    let limitHeaders: Record<string, string> = {};
    const pass = ({ headers, refusal }: RateLimitVerdict) => {
      limitHeaders = headers;
      if (refusal !== null) throw refusal;
    };
    let finished = false;
    const finish = (
      status: number,
      { failure, streamed = false }: { failure?: unknown; streamed?: boolean } = {},
    ) => {
      if (!finished && app) {
        app.telemetry.add('frontdesk_http_requests_in_flight', {}, -1);
        // A stream lasts as long as its reader likes.
        if (!streamed)
          countRequest(app.telemetry, { route: contract.path, method: request.method, status, startedAt });
      }
      finished = true;
      logRequest(app?.log ?? stderrLog, {
        requestId,
        method: request.method,
        route: contract.path,
        status,
        startedAt,
        caller,
        failure,
      });
    };

    try {
      app = await getApp();
      const running = app;
      running.telemetry.add('frontdesk_http_requests_in_flight', {}, 1);
      const limiting = rateLimitMiddleware(running.rateLimiting, policies);
      const address = clientAddress(request, running.rateLimiting.trustedProxies);
      pass(limiting.screen({ address }));
      const url = new URL(request.url);
      let key: string | null;
      let input: RouteInput<C>;
      try {
        caller = await callerOf(running, request, requestId, address);
        key = contract.idempotent === true ? idempotencyKey(request.headers) : null;
        input = await checkedInput(request, url, await params);
      } catch (error) {
        // Guessing credentials and bodies counts as well, for the address alone.
        pass(await limiting.admit({ address }));
        throw error;
      }
      pass(await limiting.admit(subjectOf(address, caller), contract.questions?.(input.body)));
      const headers = {
        ...API_SECURITY_HEADERS,
        ...transportHeaders(running.config.publicUrl),
        ...limitHeaders,
        ...corsHeaders(contract, request.headers, { caller }),
        'X-Request-Id': requestId,
      };

      const run = async (files: UploadedFile[]): Promise<Response> => {
        const context = {
          ...input,
          app: running,
          caller,
          files,
          headers: request.headers,
          address,
          signal: request.signal,
          stream: (source, options) =>
            eventStream(source, {
              signal: request.signal,
              requestId,
              endless: options?.endless ?? false,
              failed: (error) => ({
                event: 'error',
                data: problemDocument(toAppError(error), requestId, contract.path),
              }),
              onEnd: (failure) => finish(200, { failure, streamed: true }),
            }),
          relay: (response) =>
            relay(response, headers, (failure) => finish(response.status, { failure, streamed: true })),
        } as RouteContext<A, C>;
        if (key === null || !caller || !('tenantId' in caller)) {
          const result = await handler(context);
          if (!(result instanceof Response)) return jsonResponse(result, headers);
          const added = { ...limitHeaders, ...corsHeaders(contract, request.headers, { caller }) };
          for (const [name, value] of Object.entries(added)) result.headers.set(name, value);
          return result;
        }
        const claim = {
          key: claimedKey(key, caller),
          operation: contract.operationId,
          requestHash: requestHash(request.method, url, input.body, files),
        };
        const { replayed, ...result } = await running.idempotent(caller, claim, async () => {
          const fresh = await handler(context);
          if (fresh instanceof Response)
            throw new Error(`${contract.operationId} cannot stream and be replayed`);
          return { status: fresh.status, body: fresh.body };
        });
        return jsonResponse(result, replayed ? { ...headers, 'Idempotency-Replayed': 'true' } : headers);
      };

      const response = contract.multipart
        ? await slots.hold(request.signal, async () => run(await readMultipart(request)))
        : await run([]);
      // A stream's line is written when it ends.
      if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true)
        finish(response.status);
      return response;
    } catch (error) {
      const failure = request.signal.aborted && app !== undefined ? cancelledOr(error) : error;
      finish(statusOf(toAppError(failure).code, contract.path), { failure });
      const transport = app === undefined ? {} : transportHeaders(app.config.publicUrl);
      const cors = corsHeaders(contract, request.headers, { caller, failure: toAppError(failure) });
      return problemResponse(failure, requestId, { ...transport, ...limitHeaders, ...cors }, contract.path);
    }
  };
}

function subjectOf(address: string, caller: Caller): RateLimitSubject {
  if (caller.kind === 'anonymous') return { address };
  // An admin is limited by account: a console that stays open must not use up what its network may ask.
  if (caller.kind === 'admin') return { adminId: caller.adminId };
  const { tenantId, rateLimits: limits } = caller;
  if (caller.kind === 'tenant') return { address, tenantId, limits };
  return { address, tenantId, visitorId: caller.sessionId, limits };
}

/** A failure after the client left is its leaving, unless we can explain it better. */
function cancelledOr(error: unknown): AppError {
  const known = toAppError(error);
  return known.code === 'internal'
    ? new AppError('cancelled', 'The caller closed the connection.', { cause: error })
    : known;
}
