/** Owns the model's worker thread: starts it when first needed, loses no caller when it dies, starts it again. */

import { Worker } from 'node:worker_threads';
import { AppError } from '#lib/core/errors.ts';
import { abortError } from '#lib/models/embedding-input.ts';
import type { FromWorker, ToWorker, WorkerSetup } from '#lib/models/local-model-protocol.ts';

/** Forward passes waiting or running; past this the caller is told to come back. */
export const WAITING_FORWARDS_MAX = 20_000;
const RETRY_AFTER_SECONDS = 5;
const STOP_GRACE_MS = 5_000;
/** The vocabulary takes about 20 MB; weights live outside the JavaScript heap. */
const WORKER_HEAP_MB = 256;

type Request =
  Extract<ToWorker, { id: number }> extends infer Message
    ? Message extends { id: number }
      ? Omit<Message, 'id'>
      : never
    : never;

interface Pending {
  forwards: number;
  resolve(vectors: Float32Array): void;
  reject(error: AppError): void;
}

export interface ModelThread {
  /** `forwards` is how much work the request is. Errors: `cancelled`, `model_unavailable`, `shutting_down`. */
  request(request: Request, forwards: number, signal?: AbortSignal): Promise<Float32Array>;
  close(): Promise<void>;
}

export function modelThread(setup: WorkerSetup): ModelThread {
  const pending = new Map<number, Pending>();
  let worker: Worker | undefined;
  let nextId = 1;
  let waiting = 0;
  let closed = false;

  function settle(id: number): Pending | undefined {
    const entry = pending.get(id);
    if (!entry) return undefined;
    pending.delete(id);
    waiting -= entry.forwards;
    // An idle model does not keep a process alive that has nothing else to do.
    if (pending.size === 0) worker?.unref();
    return entry;
  }

  function rejectAll(error: AppError) {
    for (const id of [...pending.keys()]) settle(id)?.reject(error);
  }

  function start(): Worker {
    const started = new Worker(new URL('./local-model-worker.ts', import.meta.url), {
      name: 'local-model',
      workerData: setup,
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: WORKER_HEAP_MB },
    });
    const lost = (internal: string) => {
      if (worker !== started) return;
      worker = undefined;
      rejectAll(unavailable(internal));
    };
    started.on('message', (message: FromWorker) => {
      const entry = settle(message.id);
      if (message.type === 'done') entry?.resolve(message.vectors);
      else entry?.reject(unavailable(message.message));
    });
    started.on('error', (error) => lost(`the model thread failed: ${String(error)}`));
    started.on('exit', (code) => lost(`the model thread ended with code ${code}`));
    return started;
  }

  return {
    async request(request, forwards, signal) {
      if (closed) throw shuttingDown();
      if (signal?.aborted) throw abortError(signal);
      if (waiting + forwards > WAITING_FORWARDS_MAX) {
        throw new AppError('model_unavailable', 'The embedding model is busy. Please try again shortly.', {
          internal: `${waiting} forward passes are waiting`,
          retryAfterSeconds: RETRY_AFTER_SECONDS,
        });
      }
      worker ??= start();
      const current = worker;
      const id = nextId++;
      return new Promise<Float32Array>((resolve, reject) => {
        const onAbort = () => {
          current.postMessage({ type: 'cancel', id } satisfies ToWorker);
          settle(id)?.reject(abortError(signal!));
        };
        const leave = () => signal?.removeEventListener('abort', onAbort);
        pending.set(id, {
          forwards,
          resolve(vectors) {
            leave();
            resolve(vectors);
          },
          reject(error) {
            leave();
            reject(error);
          },
        });
        waiting += forwards;
        signal?.addEventListener('abort', onAbort, { once: true });
        current.ref();
        current.postMessage({ ...request, id } satisfies ToWorker);
      });
    },

    async close() {
      if (closed) return;
      closed = true;
      const current = worker;
      worker = undefined;
      rejectAll(shuttingDown());
      if (!current) return;
      current.ref();
      const ended = new Promise<void>((resolve) => current.once('exit', () => resolve()));
      current.postMessage({ type: 'stop' } satisfies ToWorker);
      const force = setTimeout(() => void current.terminate(), STOP_GRACE_MS);
      await ended;
      clearTimeout(force);
    },
  };
}

function unavailable(internal: string): AppError {
  return new AppError('model_unavailable', 'The embedding model is not available.', { internal });
}

function shuttingDown(): AppError {
  return new AppError('shutting_down', 'The service is shutting down.');
}
