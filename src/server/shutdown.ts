/** Ends the process without dropping what it has begun: drains requests, closes the application, exits in 30 s. */
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { SHUTDOWN_DRAIN_MAX_MS } from '#lib/core/limits.ts';
import type { RequestLog } from '#lib/http/access-log.ts';
import { beginClosing, beginLeaving } from '#lib/http/closing.ts';
import { closeIdle } from './connections.ts';

/** Requests and jobs together; an orchestrator kills after 30 s. */
const SHUTDOWN_MAX_MS = 28_000;
/** Of that, what the parts have to themselves after the last request. */
const CLOSE_MS = 3_000;
const IDLE_SWEEP_MS = 100;

export interface ShutdownOptions {
  /** None for a worker. */
  server?: Server;
  /** Closed in this order, after the last request. */
  parts: ReadonlyArray<{ name: string; close: () => Promise<void> }>;
  log: RequestLog;
  exit: (code: number) => void;
  drainMs?: number;
  /** How long requests are still taken after readiness has said 503, so that load balancers notice. */
  noticeMs?: number;
}

/** Resolves true when every connection has ended by itself, false when the rest had to be cut. */
export async function drain(server: Server, maxMs: number): Promise<boolean> {
  const { promise: closed, resolve } = Promise.withResolvers<boolean>();
  server.close(() => resolve(true));
  closeIdle(server);
  const sweep = setInterval(() => closeIdle(server), IDLE_SWEEP_MS);
  const timer = setTimeout(() => {
    resolve(false);
    server.closeAllConnections();
  }, maxMs);
  const drained = await closed;
  clearInterval(sweep);
  clearTimeout(timer);
  return drained;
}

function within(work: Promise<void>, ms: number): Promise<boolean> {
  const timeout = new Promise<boolean>((resolve) => setTimeout(resolve, ms, false).unref());
  return Promise.race([work.then(() => true), timeout]);
}

/** Gives `shutdown(reason, code)`; a second call exits at once. */
export function createShutdown(options: ShutdownOptions): (reason: string, code: number) => Promise<void> {
  const { server, parts, log, exit } = options;
  let begun = false;
  return async (reason, code) => {
    if (begun) return exit(code === 0 ? 130 : code);
    begun = true;
    const deadline = performance.now() + SHUTDOWN_MAX_MS;
    log.info({ reason }, 'shutting down');
    beginLeaving();
    // After an exception nobody caught, taking more requests would be careless.
    if (server && code === 0 && options.noticeMs) await sleep(options.noticeMs);
    beginClosing();
    const left = deadline - performance.now() - CLOSE_MS;
    const drainMs = Math.min(options.drainMs ?? SHUTDOWN_DRAIN_MAX_MS, left);
    const drained = server === undefined || (await drain(server, drainMs));
    if (!drained) log.warn({}, 'some requests were still running and have been cut');
    let exitCode = code;
    for (const part of parts) {
      try {
        if (!(await within(part.close(), Math.max(0, deadline - performance.now())))) {
          // What a job had not finished, the next start takes up again.
          log.warn({ part: part.name }, 'did not close in time and has been cut');
        }
      } catch (error) {
        log.error({ part: part.name, err: error }, 'failed to close');
        exitCode ||= 1;
      }
    }
    log.info({ exit_code: exitCode }, 'bye');
    exit(exitCode);
  };
}

/** Signals shut down with 0; what nobody caught is logged and ends the process with 1, drained. */
export function handleProcessEvents(
  shutdown: (reason: string, code: number) => Promise<void>,
  log: RequestLog,
): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void shutdown(signal, 0));
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'));
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'uncaught exception');
    void shutdown('uncaughtException', 1);
  });
}
