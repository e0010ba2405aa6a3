/** The Node host: the API and the pages on one port, with bounds on slow and broken clients. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { AppError } from '#lib/core/errors.ts';
import type { RequestLog } from '#lib/http/access-log.ts';
import { rememberPeer } from '#lib/http/client-address.ts';
import { leavingSignal } from '#lib/http/closing.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { requestIdOf } from '#lib/http/request-id.ts';
import { noTelemetry, type Telemetry } from '#lib/ports/telemetry.ts';
import { createApi } from './api.ts';
import { trackConnections } from './connections.ts';
import type { Pages } from './pages.ts';
import { hasBody, lingering, withBody } from './request-stream.ts';
import type { MountedRoute } from './route-table.ts';

/** Slow-loris bounds: headers come at once, a 50 MB upload may take its time. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 300_000;
/** Longer than the idle time of common load balancers, so that they close first. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
const HEADER_MAX_BYTES = 16 * 1024;
const HEADERS_MAX = 100;

export interface HostOptions {
  table: readonly MountedRoute[];
  pages: Pages;
  log: RequestLog;
  telemetry?: Telemetry;
}

/** Whether a request target is the API's, in origin or absolute form, percent-encoded or not. */
export function isApiTarget(target: string): boolean {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] ?? '';
  try {
    return /^\/api(?:\/|$)/.test(decodeURIComponent(path));
  } catch {
    return /^\/api(?:\/|$)/.test(path);
  }
}

export function createHost({ table, pages, log, telemetry = noTelemetry }: HostOptions): Server {
  const onError = (error: unknown) => log.error({ err: error }, 'a route failed outside its own handling');
  const api = createApi(table, telemetry, onError);

  const answerApi = getRequestListener(
    async (request, env) => {
      const { incoming, outgoing } = env as HttpBindings;
      const peer = incoming.socket.remoteAddress;
      if (!hasBody(incoming)) {
        rememberPeer(request, peer);
        return api(request);
      }
      const whole = withBody(request, incoming, outgoing);
      rememberPeer(whole, peer);
      return lingering(await api(whole), incoming);
    },
    {
      hostname: 'localhost',
      // Only a request line or Host header that is not a URL gets here.
      errorHandler: () =>
        problemResponse(
          new AppError('invalid_request', 'The address of the request is not valid.'),
          requestIdOf(new Headers()),
        ),
    },
  );

  const answerPage = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    try {
      await pages.handle(incoming, outgoing);
    } catch (error) {
      log.error({ err: error }, 'a page failed');
      if (!outgoing.headersSent) outgoing.writeHead(500, { 'Content-Type': 'text/plain' });
      outgoing.end('Something went wrong on our side. Please try again.');
    }
  };

  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    // Clients that keep connections open would send their next request into the close.
    if (leavingSignal.aborted) outgoing.shouldKeepAlive = false;
    if (isApiTarget(incoming.url ?? '/')) void answerApi(incoming, outgoing);
    else void answerPage(incoming, outgoing);
  };

  const server = createServer({
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    maxHeaderSize: HEADER_MAX_BYTES,
    connectionsCheckingInterval: 5_000,
  });
  trackConnections(server);
  server.on('request', answer);
  server.maxHeadersCount = HEADERS_MAX;
  // The body is asked for when it is first read, so a refused upload is never sent.
  server.on('checkContinue', answer);
  return server;
}

/**
 * Listens and gives the port. `localhost` means 127.0.0.1, which every client tries; Node alone might take only ::1.
 * Rejects with Node's error (`EADDRINUSE`, `EACCES`) when it cannot.
 */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: host === 'localhost' ? '127.0.0.1' : host }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
