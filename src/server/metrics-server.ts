/** Answers scrapes of a process that has no other door: a worker. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { metricsRoute } from '#lib/contracts/system.ts';
import { AppError, toAppError } from '#lib/core/errors.ts';
import { networkOf, UNKNOWN_ADDRESS } from '#lib/http/client-address.ts';
import { problemResponse } from '#lib/http/problem.ts';
import { requestIdOf } from '#lib/http/request-id.ts';
import { API_SECURITY_HEADERS } from '#lib/http/security-headers.ts';
import type { Scrape } from '#lib/metrics/authorize-scrape.ts';
import type { Exposition } from '#lib/ports/telemetry.ts';
import { listen } from './host.ts';

const HEADERS_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;
const CONNECTIONS_MAX = 32;

export interface MetricsServer {
  port: number;
  close(): Promise<void>;
}

/** Errors: `conflict` when the port is not to be had. */
export async function startMetricsServer(
  { port, host }: { port: number; host: string },
  metrics: (scrape: Scrape) => Promise<Exposition>,
): Promise<MetricsServer> {
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS, maxHeaderSize: 8 * 1024 },
    (incoming, outgoing) => void answer(metrics, incoming, outgoing),
  );
  server.maxConnections = CONNECTIONS_MAX;
  const listening = await listen(server, port, host).catch((cause: NodeJS.ErrnoException) => {
    const message = `METRICS_PORT ${port} on “${host}” cannot be listened on (${cause.code}): choose another, or leave it out.`;
    throw new AppError('conflict', message, { cause });
  });
  return { port: listening, close: () => closeAll(server) };
}

async function answer(
  metrics: (scrape: Scrape) => Promise<Exposition>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  try {
    if (incoming.url?.split('?', 1)[0] !== metricsRoute.path)
      throw new AppError('not_found', `There is only ${metricsRoute.path} here.`);
    if (incoming.method !== 'GET') throw new AppError('method_not_allowed', 'This path answers GET.');
    const address = networkOf(incoming.socket.remoteAddress ?? '') ?? UNKNOWN_ADDRESS;
    const { contentType, text } = await metrics({ headers, address });
    outgoing.writeHead(200, { ...API_SECURITY_HEADERS, 'Content-Type': contentType }).end(text);
  } catch (error) {
    const problem = problemResponse(toAppError(error), requestIdOf(headers));
    outgoing.writeHead(problem.status, Object.fromEntries(problem.headers)).end(await problem.text());
  }
}

function closeAll(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
