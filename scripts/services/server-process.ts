/** One server process under guard: it answers when start() returns, and it never outlives the process that started it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { serviceUser } from './service-user.ts';

/** As text: the servers' user may not be able to read this repository. */
const GUARD = readFileSync(join(import.meta.dirname, 'guard.sh'), 'utf8');
const READY_WITHIN_MS = 20_000;
const STOP_WITHIN_MS = 10_000;
const POLL_MS = 20;

export interface ServerProcess {
  /** Of the server itself, for signals in fault tests; changes with each start. */
  readonly pid: number;
  readonly port: number;
  readonly directory: string;
  running(): boolean;
  /** Ends the server (quickly and cleanly unless told otherwise) and waits until it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port and directory, and waits until it answers. */
  start(): Promise<void>;
}

interface ServerSpec {
  name: string;
  directory: string;
  port: number;
  command: string[];
  /** Ends it at once and cleanly, without waiting for clients. */
  stopSignal: NodeJS.Signals;
  /** Throws as long as the server does not answer. */
  probe: () => Promise<void>;
  /** A start that fails with this in the log is tried again until the deadline. */
  transient?: RegExp;
}

export async function startServer(spec: ServerSpec): Promise<ServerProcess> {
  const log = join(spec.directory, `${spec.name}.log`);
  let guard: ChildProcess | undefined;
  let pid = 0;

  const running = () => guard !== undefined && guard.exitCode === null && guard.signalCode === null;
  const logSize = () => (existsSync(log) ? readFileSync(log).length : 0);

  function send(signal: NodeJS.Signals): void {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // It has ended, and its guard is about to say so.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  async function launch(): Promise<void> {
    const signal = spec.stopSignal.replace('SIG', '');
    const child = spawn('/bin/sh', ['-c', GUARD, 'guard', spec.directory, log, signal, ...spec.command], {
      stdio: ['pipe', 'pipe', 'inherit'],
      cwd: spec.directory,
      // A group of its own: Ctrl-C reaches only the owner, which stops its servers in order.
      detached: true,
      ...serviceUser(),
    });
    guard = child;
    child.stdin.on('error', () => {});
    child.once('exit', () => child.stdin.destroy());
    const lines = createInterface(child.stdout);
    const [line] = await Promise.race([once(lines, 'line'), once(child, 'exit')]);
    lines.close();
    child.stdout.destroy();
    pid = Number(line);
    // The guard and its pipe do not keep the owner alive: when it ends, they end.
    child.unref();
    (child.stdin as unknown as Socket).unref();
  }

  async function start(): Promise<void> {
    if (running()) return;
    const deadline = performance.now() + READY_WITHIN_MS;
    let before = logSize();
    await launch();
    for (;;) {
      const failure = await spec.probe().then(
        () => null,
        (error: Error) => error,
      );
      if (failure === null && running()) return;
      const written = existsSync(log) ? readFileSync(log).subarray(before).toString() : '';
      if (performance.now() > deadline) {
        await stop('SIGKILL');
        throw new Error(
          `${spec.name} does not answer: ${failure?.message ?? 'it ended'}\n${written.slice(-2000)}`,
        );
      }
      if (!running()) {
        if (!spec.transient?.test(written))
          throw new Error(`${spec.name} did not start:\n${written.slice(-2000)}`);
        await sleep(POLL_MS * 5);
        before = logSize();
        await launch();
      }
      await sleep(POLL_MS);
    }
  }

  async function stop(signal: NodeJS.Signals = spec.stopSignal): Promise<void> {
    const child = guard;
    if (!child || !running()) return;
    child.ref();
    const gone = once(child, 'exit');
    send(signal);
    // A server that a fault test has paused could not act on the signal.
    send('SIGCONT');
    const impatience = setTimeout(() => send('SIGKILL'), STOP_WITHIN_MS);
    await gone;
    clearTimeout(impatience);
  }

  await start();
  return {
    get pid() {
      return pid;
    },
    port: spec.port,
    directory: spec.directory,
    running,
    stop,
    start,
  };
}
