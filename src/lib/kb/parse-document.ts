/** Parses an uploaded file in a child process of its own, so that no file can stall, exhaust or enter this one. */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { AppError } from '#lib/core/errors.ts';
import {
  PARSE_CHILDREN_MAX,
  PARSE_INPUT_MAX_BYTES,
  PARSE_MEMORY_HEADROOM_MB,
  PARSE_MEMORY_MB,
  PARSE_TIMEOUT_MS,
} from '#lib/core/limits.ts';
import { collectDocument } from '#lib/kb/collect-document.ts';
import { MEMORY_EXCEEDED, type ParseRequest } from '#lib/kb/parse-protocol.ts';
import type { ParsedDocument } from '#lib/kb/parsed-document.ts';
import { createSlots } from '#lib/kb/slots.ts';

export interface ParseInput {
  bytes: Uint8Array;
  name: string;
  /** What the sender claims; never trusted. */
  declaredType: string | null;
}

export interface ParseOptions {
  /** From the child's start; waiting for a free slot does not count. */
  timeoutMs?: number;
  /** Resident memory of the child. */
  memoryMb?: number;
  signal?: AbortSignal;
  /** Told why the child was ended before it had finished. */
  killed?: (reason: ParserKill) => void;
}

export type ParserKill = 'time' | 'memory' | 'crash';

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const WORKER = fileURLToPath(new URL('./parse-worker.ts', import.meta.url));
/** src/lib/kb is three folders below the project. */
const PROJECT = dirname(dirname(dirname(dirname(WORKER))));
/** The watchdog ends an orphan by itself this much later than its parent would have. */
const ORPHAN_GRACE_MS = 2_000;
const STDERR_MAX_CHARS = 8_192;

const slots = createSlots(PARSE_CHILDREN_MAX);

/**
 * One short-lived child a file, at most PARSE_CHILDREN_MAX at once, with an empty environment and no right to write
 * files, to start programs or to read files other than the product's own code.
 * Throws AppErrors only: those of the file (`unsupported_file_type`, `file_*`), `parse_timeout`,
 * `parse_out_of_memory`, `cancelled`.
 */
export async function parseDocument(input: ParseInput, options: ParseOptions = {}): Promise<ParsedDocument> {
  if (input.bytes.length === 0) throw new AppError('file_empty', 'This file is empty.');
  if (input.bytes.length > PARSE_INPUT_MAX_BYTES)
    throw new AppError('file_too_large', 'This file is too large to read.');
  const release = await slots.take(options.signal);
  try {
    return await runChild(input, options);
  } finally {
    release();
  }
}

async function runChild(input: ParseInput, options: ParseOptions): Promise<ParsedDocument> {
  const timeoutMs = options.timeoutMs ?? PARSE_TIMEOUT_MS;
  const memoryMb = options.memoryMb ?? PARSE_MEMORY_MB;
  const child = startChild(memoryMb, timeoutMs);
  let ended: AppError | null = null;
  const end = (reason: AppError) => {
    ended ??= reason;
    child.kill('SIGKILL');
  };
  const seconds = Math.round(timeoutMs / 1000);
  const late = new AppError(
    'parse_timeout',
    `Reading this file took longer than ${seconds} seconds, so it was stopped. Please split or simplify it.`,
  );
  const timer = setTimeout(() => end(late), timeoutMs);
  const abort = () => end(cancelled());
  options.signal?.addEventListener('abort', abort, { once: true });
  if (options.signal?.aborted) abort();
  try {
    const exited = waitForExit(child);
    sendFile(child, input);
    const [result, exit] = await Promise.all([collectDocument(child.stdout, end), exited]);
    if (ended !== null) {
      const reason: AppError = ended;
      if (reason.code !== 'cancelled') options.killed?.(reason === late ? 'time' : 'crash');
      throw reason;
    }
    if (result.error !== null) throw result.error;
    if (result.document !== null) return result.document;
    const crash = crashOf(exit, memoryMb);
    options.killed?.(crash.code === 'parse_out_of_memory' ? 'memory' : 'crash');
    throw crash;
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
    child.kill('SIGKILL');
  }
}

function startChild(memoryMb: number, timeoutMs: number): Child {
  const residentMb = memoryMb - Math.min(PARSE_MEMORY_HEADROOM_MB, memoryMb / 4);
  const flags = [
    `--max-old-space-size=${Math.round(residentMb * 0.75)}`,
    '--max-semi-space-size=16',
    '--no-warnings',
    '--permission',
    '--allow-worker',
    `--allow-fs-read=${PROJECT}/src/`,
    `--allow-fs-read=${PROJECT}/node_modules/`,
    `--allow-fs-read=${PROJECT}/package.json`,
  ];
  const bounds = [String(residentMb), String(timeoutMs + ORPHAN_GRACE_MS)];
  return spawn(process.execPath, [...flags, WORKER, ...bounds], {
    cwd: PROJECT,
    // Nothing of this process: its environment holds secrets.
    env: {} as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
}

function sendFile(child: Child, { bytes, name, declaredType }: ParseInput): void {
  // A child that ends early closes its end of the pipe; its exit says why.
  child.stdin.on('error', () => {});
  const request: ParseRequest = { name: name.slice(-1024), declaredType, bytes: bytes.length };
  child.stdin.write(`${JSON.stringify(request)}\n`);
  child.stdin.end(bytes);
}

interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
}

function waitForExit(child: Child): Promise<Exit> {
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (stderr.length < STDERR_MAX_CHARS) stderr += text.slice(0, STDERR_MAX_CHARS);
  });
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => {
      reject(
        new AppError('internal', 'The reader of files could not be started.', {
          cause,
          internal: String(cause),
        }),
      );
    });
    child.once('close', (code, signal) => resolve({ code, signal, stderr }));
  });
}

/** Without a word from the child: the heap's own limit, the watchdog or the operating system ended it, or a bug. */
function crashOf({ code, signal, stderr }: Exit, memoryMb: number): AppError {
  const internal = `parser child ended: code ${code}, signal ${signal}, ${stderr.slice(0, 400)}`;
  const memory =
    stderr.includes(MEMORY_EXCEEDED) ||
    stderr.includes('heap out of memory') ||
    stderr.includes('Array buffer allocation failed');
  if (memory || signal === 'SIGKILL') {
    const message = `Reading this file needs more than ${memoryMb} MB of memory, so it was stopped. Please split or simplify it.`;
    return new AppError('parse_out_of_memory', message, { internal });
  }
  return new AppError(
    'file_corrupt',
    'This file cannot be read: it is damaged. Please save it again and upload it anew.',
    { internal },
  );
}

function cancelled(): AppError {
  return new AppError('cancelled', 'Reading this file was cancelled.');
}
