/** A real server process for benches: `npm start` on a free port, its memory, its end by pid. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NO_RATE_LIMITS } from '../tests/fixtures/no-rate-limits.ts';

export interface BenchServer {
  url: string;
  /** From the command to the first 200 of /api/health/ready. */
  readyMs: number;
  /** Resident memory of the server process in MB (10^6 bytes), children aside. */
  residentMb(): number;
  stop(): Promise<number | null>;
}

const START_LIMIT_MS = 120_000;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export interface BenchServerOptions {
  env: Record<string, string>;
  /** Arguments of Node; those of `npm start` unless given. */
  command?: (port: number) => string[];
}

export async function startServer(folder: string, options: BenchServerOptions): Promise<BenchServer> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const env = { ...process.env, ...NO_RATE_LIMITS, PORT: String(port), LOG_LEVEL: 'warn', ...options.env };
  const started = performance.now();
  // The very command of `npm start`, without npm's own process around it.
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const [, ...start] = (manifest.scripts.start as string).split(' ');
  const command = options.command?.(port) ?? start;
  const child = spawn(process.execPath, command, {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  while (
    !(await fetch(`${url}/api/health/ready`).then(
      (r) => r.ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    if (performance.now() - started > START_LIMIT_MS) throw new Error('the server did not become ready');
    await sleep(50);
  }
  return {
    url,
    readyMs: performance.now() - started,
    residentMb() {
      const [, kilobytes = '0'] =
        /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      return (Number(kilobytes) * 1024) / 1e6;
    },
    async stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
