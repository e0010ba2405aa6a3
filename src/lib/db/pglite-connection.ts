/** The one connection to PGlite: a worker thread behind promises, taken by one user at a time. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { AppError } from '#lib/core/errors.ts';
import { databaseBusy } from './explain-failure.ts';

export type PgliteRequest =
  | { id: number; kind: 'open' | 'close' }
  | { id: number; kind: 'query'; sql: string; parameters: unknown[] }
  | { id: number; kind: 'exec'; sql: string };

export interface PgliteReply {
  id: number;
  rows: unknown[];
  affectedRows?: number | undefined;
}

type Failure = {
  id: number;
  error: { message: string; code?: string; detail?: string; constraint?: string };
};

export interface PgliteSession {
  query(sql: string, parameters: unknown[]): Promise<PgliteReply>;
  /** Several statements at once; the rows of all of them. */
  exec(sql: string): Promise<PgliteReply>;
}

export interface PgliteConnection {
  /** Waits for its turn, at most `waitMs`. Errors: `database_busy`, `database_unavailable`. */
  acquire(waitMs: number): Promise<{ session: PgliteSession; release(): void }>;
  /** Whether it is taken, and how many wait for it. */
  load(): { taken: boolean; waiting: number };
  close(): Promise<void>;
}

/**
 * PGlite is 10 MB of WebAssembly. By default V8 compiles it eagerly, on every core, and optimises it broadly, which peaks
 * at 500 MB more and keeps 60 MB; compiled lazily, by one task, only its hot functions twice, it is as fast.
 */
const WASM_FLAGS = [
  '--wasm-lazy-compilation',
  '--wasm-num-compilation-tasks=1',
  '--wasm-tiering-budget=50000000',
];

/** Opens the cluster in `directory`, making it first when it is not there. */
export async function openPglite(directory: string): Promise<PgliteConnection> {
  const cluster = join(directory, 'pgdata');
  if (!existsSync(join(cluster, 'PG_VERSION'))) await createCluster(directory);
  for (const flag of WASM_FLAGS) setFlagsFromString(flag);
  const thread = new Worker(new URL('./pglite-thread.ts', import.meta.url), {
    workerData: { directory: cluster },
  });
  return connect(thread);
}

async function createCluster(directory: string): Promise<void> {
  for (const left of readdirSync(directory).filter((name) => /^pgdata\..*new$/.test(name))) {
    try {
      rmSync(join(directory, left), { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // Somebody still writes there: it is only space, and in nobody's way.
    }
  }
  // Made aside and moved into place, so that a start that is cut off leaves no half of a cluster behind; under a name
  // of its own, because the child of a start that was killed may still be writing.
  const unfinished = join(directory, `pgdata.${randomUUID()}.new`);
  const script = fileURLToPath(new URL('./pglite-create.ts', import.meta.url));
  await promisify(execFile)(process.execPath, [script, unfinished]);
  renameSync(unfinished, join(directory, 'pgdata'));
}

async function connect(thread: Worker): Promise<PgliteConnection> {
  const pending = new Map<number, { resolve(reply: PgliteReply): void; reject(error: Error): void }>();
  let lastId = 0;
  let dead: AppError | null = null;

  function die(cause: unknown): void {
    dead ??= new AppError('database_unavailable', 'The database is not available.', { cause });
    for (const { reject } of pending.values()) reject(dead);
    pending.clear();
  }
  thread.on('error', die);
  thread.on('exit', (code) => die(new Error(`the database thread ended with ${code}`)));
  thread.on('message', (reply: PgliteReply | Failure) => {
    const waiter = pending.get(reply.id);
    pending.delete(reply.id);
    if ('error' in reply) waiter?.reject(Object.assign(new Error(reply.error.message), reply.error));
    else waiter?.resolve(reply);
  });

  type Unsent = PgliteRequest extends infer R ? (R extends unknown ? Omit<R, 'id'> : never) : never;
  function send(request: Unsent): Promise<PgliteReply> {
    if (dead) return Promise.reject(dead);
    const id = ++lastId;
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject });
      thread.postMessage({ ...request, id });
    });
  }

  const session: PgliteSession = {
    query: (sql, parameters) => send({ kind: 'query', sql, parameters }),
    exec: (sql) => send({ kind: 'exec', sql }),
  };

  const queue: (() => void)[] = [];
  let taken = false;
  function release(): void {
    const next = queue.shift();
    if (next) next();
    else taken = false;
  }
  function turn(waitMs: number): Promise<void> {
    if (!taken) {
      taken = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const enter = () => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(() => {
        queue.splice(queue.indexOf(enter), 1);
        reject(databaseBusy());
      }, waitMs);
      queue.push(enter);
    });
  }

  await send({ kind: 'open' });
  return {
    async acquire(waitMs) {
      await turn(waitMs);
      let released = false;
      return {
        session,
        release() {
          if (!released) release();
          released = true;
        },
      };
    },
    load: () => ({ taken, waiting: queue.length }),
    async close() {
      if (dead) return;
      await send({ kind: 'close' });
      await thread.terminate();
    },
  };
}
