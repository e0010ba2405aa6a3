/** The parser child: reads one file from stdin, writes its blocks to stdout as lines of JSON, and ends. */

import { AppError, isAppError } from '#lib/core/errors.ts';
import { PARSE_INPUT_MAX_BYTES } from '#lib/core/limits.ts';
import { parseBytes } from '#lib/kb/parse-bytes.ts';
import {
  BATCH_CHARS,
  errorMessage,
  LINE_MAX_BYTES,
  type ParseMessage,
  type ParseRequest,
} from '#lib/kb/parse-protocol.ts';
import { startWatchdog } from '#lib/kb/parse-watchdog.ts';
import type { ParsedDocument } from '#lib/kb/parsed-document.ts';
import { splitLongBlocks } from '#lib/kb/split-long-text.ts';

// Libraries that print would break the protocol.
for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) console[method] = () => {};

const residentMaxBytes = Number(process.argv[2]) * 1024 * 1024;
const lifetimeMaxMs = Number(process.argv[3]);

try {
  const watching = startWatchdog({ residentMaxBytes, lifetimeMaxMs });
  const [{ request, bytes }] = await Promise.all([readRequest(), watching]);
  await send(await splitLongBlocks(await parseBytes(bytes, request.name, request.declaredType)));
} catch (error) {
  await write(
    errorMessage(
      isAppError(error)
        ? error
        : new AppError('internal', 'This file cannot be read.', { internal: String(error) }),
    ),
  );
}
// Parsers may leave timers behind; everything is written by now.
process.exit(0);

async function readRequest(): Promise<{ request: ParseRequest; bytes: Uint8Array }> {
  let head = Buffer.alloc(0);
  let request: ParseRequest | null = null;
  let bytes = new Uint8Array(0);
  let filled = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    let rest = chunk;
    if (request === null) {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf(10);
      if (end < 0 && head.length > LINE_MAX_BYTES) throw new Error('request line too long');
      if (end < 0) continue;
      request = JSON.parse(head.toString('utf8', 0, end)) as ParseRequest;
      if (request.bytes > PARSE_INPUT_MAX_BYTES) throw new Error('file too large for a parser child');
      bytes = new Uint8Array(request.bytes);
      rest = head.subarray(end + 1);
    }
    bytes.set(rest, filled);
    filled += rest.length;
  }
  if (request === null || filled !== bytes.length)
    throw new Error(`${filled} of ${bytes.length} bytes arrived`);
  return { request, bytes };
}

async function send(document: ParsedDocument): Promise<void> {
  let batch: string[] = [];
  let chars = 0;
  const flush = async () => {
    if (batch.length > 0) await writeLine(`{"type":"blocks","blocks":[${batch.join(',')}]}`);
    batch = [];
    chars = 0;
  };
  for (const block of document.blocks) {
    const json = JSON.stringify(block);
    batch.push(json);
    chars += json.length;
    if (chars >= BATCH_CHARS) await flush();
  }
  await flush();
  await write({ type: 'done', title: document.title });
}

function write(message: ParseMessage): Promise<void> {
  return writeLine(JSON.stringify(message));
}

/** Waits until the line is gone: what the parent cannot keep up with is not piled up here. */
function writeLine(line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${line}\n`, (error) => (error ? reject(error) : resolve()));
  });
}
