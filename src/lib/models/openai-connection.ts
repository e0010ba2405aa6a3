/** The HTTP connection to an OpenAI-compatible endpoint: bounded, closable, and telling what went wrong. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Agent } from 'undici';
import { AppError } from '#lib/core/errors.ts';
import {
  type DeadlineWatch,
  MODEL_DEADLINES,
  type ModelDeadlines,
  modelTimeout,
  watchDeadlines,
} from '#lib/models/stream-deadlines.ts';

export interface OpenAiEndpoint {
  /** With the version, e.g. `https://api.openai.com/v1`. */
  baseUrl: string;
  /** Left out for local servers that ask for none. */
  apiKey?: string | undefined;
  deadlines?: Partial<ModelDeadlines> | undefined;
}

export interface OpenAiConnection {
  watch(caller: AbortSignal | undefined): DeadlineWatch;
  /** What the OpenAI client is built with: never its environment variables, always this watch's fetch. */
  clientOptions(watch: DeadlineWatch): Promise<{ apiKey: string; configuration: Record<string, unknown> }>;
  /** The AppError to throw for anything a call threw. */
  failure(thrown: unknown, watch: DeadlineWatch): ModelFailure;
  close(): Promise<void>;
}

export interface ModelFailure {
  error: AppError;
  /** Whether the same request may well succeed a moment later. */
  transient: boolean;
}

const CONNECTIONS_MAX = 32;
const RESPONSE_MAX_BYTES = 32 * 1024 * 1024;
const RETRY_AFTER_MAX_SECONDS = 3_600;
const TRANSIENT_STATUS = new Set([408, 409, 425, 429, 500, 502, 503, 504]);

export function openAiConnection(endpoint: OpenAiEndpoint): OpenAiConnection {
  const deadlines = { ...MODEL_DEADLINES, ...endpoint.deadlines };
  const apiKey = endpoint.apiKey || 'none';
  const shutdown = new AbortController();
  let agent: Agent | undefined;

  async function fetchWith(watch: DeadlineWatch) {
    const undici = await import('undici');
    agent ??= new undici.Agent({
      connect: { timeout: deadlines.connectMs },
      connections: CONNECTIONS_MAX,
      maxResponseSize: RESPONSE_MAX_BYTES,
      // The watch holds these deadlines; the agent's own only back it up.
      headersTimeout: deadlines.totalMs,
      bodyTimeout: deadlines.totalMs,
    });
    const dispatcher = agent;
    return async (url: string, init: import('undici').RequestInit) => {
      const signal = init.signal ? AbortSignal.any([init.signal, watch.signal]) : watch.signal;
      try {
        const response = await undici.fetch(url, { ...init, signal, dispatcher, redirect: 'error' });
        watch.expecting();
        return response;
      } catch (thrown) {
        // Told here, because the client drops the cause of a timeout.
        if (causeCodes(thrown).includes('UND_ERR_CONNECT_TIMEOUT')) {
          watch.fail(modelTimeout(`connecting took longer than ${deadlines.connectMs} ms`));
        }
        throw thrown;
      }
    };
  }

  return {
    watch(caller) {
      const signal = caller ? AbortSignal.any([caller, shutdown.signal]) : shutdown.signal;
      return watchDeadlines(signal, deadlines);
    },

    async clientOptions(watch) {
      const configuration = {
        baseURL: endpoint.baseUrl,
        fetch: await fetchWith(watch),
        organization: null,
        project: null,
        adminAPIKey: null,
        logLevel: 'off',
      };
      return { apiKey, configuration };
    },

    failure(thrown, watch) {
      if (watch.signal.aborted) return { error: watch.signal.reason as AppError, transient: false };
      if (thrown instanceof AppError) return { error: thrown, transient: false };
      const { status, headers } = thrown as {
        status?: unknown;
        headers?: { get?(name: string): string | null };
      };
      const parts = [String(thrown), ...causeCodes(thrown)];
      // Without the cause: it carries the provider's headers, and its text may quote the key.
      const internal = parts.join(' · ').replaceAll(apiKey, '[api key]').slice(0, 500);
      const retryAfterSeconds = secondsIn(headers?.get?.('retry-after') ?? null);
      return {
        error: modelUnavailable(internal, retryAfterSeconds),
        transient: status === undefined || TRANSIENT_STATUS.has(status as number),
      };
    },

    async close() {
      shutdown.abort(new AppError('shutting_down', 'The service is shutting down.'));
      await agent?.destroy();
    },
  };
}

export function modelUnavailable(internal: string, retryAfterSeconds?: number): AppError {
  const options = retryAfterSeconds === undefined ? { internal } : { internal, retryAfterSeconds };
  return new AppError('model_unavailable', 'The model is not available right now.', options);
}

/** Resolves early when aborted. */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms, undefined, signal ? { signal } : {}).catch(() => {});
}

function causeCodes(thrown: unknown): string[] {
  const codes: string[] = [];
  let current = thrown;
  for (let depth = 0; current instanceof Error && depth < 8; depth++) {
    const { code } = current as { code?: unknown };
    if (typeof code === 'string') codes.push(code);
    current = current.cause;
  }
  return codes;
}

/** RFC 9110 §10.2.3, the form in seconds. */
function secondsIn(retryAfter: string | null): number | undefined {
  const seconds = Number(retryAfter || Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0
    ? Math.min(Math.ceil(seconds), RETRY_AFTER_MAX_SECONDS)
    : undefined;
}
