/** Gathers what a parser child writes, line by line and bounded, so that reading it never stalls the event loop. */

import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '#lib/core/errors.ts';
import { PARSE_MAX_BLOCKS, PARSE_OUTPUT_MAX_BYTES } from '#lib/core/limits.ts';
import { LINE_MAX_BYTES, type ParseMessage, readMessage } from '#lib/kb/parse-protocol.ts';
import type { Block, ParsedDocument } from '#lib/kb/parsed-document.ts';

export interface Collected {
  /** Null when the child did not finish. */
  document: ParsedDocument | null;
  /** What the child itself says is wrong with the file. */
  error: AppError | null;
}

/** Reads to the end. `stop` ends the child when it breaks the protocol or its bounds. */
export async function collectDocument(
  stdout: Readable,
  stop: (reason: AppError) => void,
): Promise<Collected> {
  const blocks: Block[] = [];
  const collected: Collected = { document: null, error: null };
  const take = (message: ParseMessage | null) => {
    if (message === null || blocks.length > PARSE_MAX_BLOCKS) stop(broken('a line that is no message'));
    else if (message.type === 'blocks') for (const block of message.blocks) blocks.push(block);
    else if (message.type === 'done') collected.document = { title: message.title, blocks };
    else collected.error = new AppError(message.code, message.message, { internal: message.internal });
  };
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let total = 0;
  for await (const chunk of stdout as AsyncIterable<Buffer>) {
    total += chunk.length;
    if (total > PARSE_OUTPUT_MAX_BYTES) stop(broken(`more than ${total} bytes of output`));
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      pending.push(chunk.subarray(from, end));
      take(readMessage(Buffer.concat(pending).toString('utf8')));
      pending = [];
      pendingBytes = 0;
      from = end + 1;
      // Others first: a long document arrives in one go.
      await setImmediate();
    }
    pending.push(chunk.subarray(from));
    pendingBytes += chunk.length - from;
    if (pendingBytes > LINE_MAX_BYTES) {
      stop(broken('a line without an end'));
      pending = [];
      pendingBytes = 0;
    }
  }
  return collected;
}

function broken(internal: string): AppError {
  return new AppError(
    'file_corrupt',
    'This file cannot be read: it is damaged. Please save it again and upload it anew.',
    {
      internal: `parser child wrote ${internal}`,
    },
  );
}
