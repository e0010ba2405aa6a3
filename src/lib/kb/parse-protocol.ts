/** What a parser child and its parent say to each other; both sides check it, since the child reads hostile files. */

import { type AppError, ERROR_CODES, type ErrorCode } from '#lib/core/errors.ts';
import { BLOCK_KINDS, type Block } from '#lib/kb/parsed-document.ts';

/** First line on the child's stdin, as JSON; `bytes` bytes of the file follow. */
export interface ParseRequest {
  name: string;
  declaredType: string | null;
  bytes: number;
}

/** One line of JSON on the child's stdout. The last one is `done` or `error`; without it the child has crashed. */
export type ParseMessage =
  | { type: 'blocks'; blocks: Block[] }
  | { type: 'done'; title: string | null }
  | { type: 'error'; code: ErrorCode; message: string; internal: string };

/** Longest line either side sends or takes, in bytes. */
export const LINE_MAX_BYTES = 1024 * 1024;
/** A line of blocks is sent as soon as it has this many characters: JSON.parse of it takes about a millisecond. */
export const BATCH_CHARS = 64 * 1024;
/** Written to stderr by the watchdog before it ends its process. */
export const MEMORY_EXCEEDED = 'frontdesk: memory limit exceeded';

const MESSAGE_MAX_CHARS = 500;

export function errorMessage(error: AppError): ParseMessage {
  return {
    type: 'error',
    code: error.code,
    message: error.publicMessage.slice(0, MESSAGE_MAX_CHARS),
    internal: error.message.slice(0, MESSAGE_MAX_CHARS),
  };
}

/** The message in a line, or null when it is none. */
export function readMessage(line: string): ParseMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (!isRecord(value)) return null;
  if (value.type === 'blocks' && Array.isArray(value.blocks) && value.blocks.every(isBlock)) {
    return { type: 'blocks', blocks: value.blocks };
  }
  if (value.type === 'done' && isTextOrNull(value.title)) return { type: 'done', title: value.title };
  if (value.type !== 'error' || typeof value.message !== 'string' || typeof value.internal !== 'string')
    return null;
  const code = ERROR_CODES.find((known) => known === value.code);
  return code === undefined
    ? null
    : { type: 'error', code, message: value.message, internal: value.internal };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function isBlock(value: unknown): value is Block {
  if (!isRecord(value)) return false;
  const { text, page, heading, kind } = value;
  const paged = page === null || (typeof page === 'number' && Number.isSafeInteger(page) && page > 0);
  return (
    typeof text === 'string' && paged && isTextOrNull(heading) && BLOCK_KINDS.some((known) => known === kind)
  );
}
