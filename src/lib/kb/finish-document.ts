/** Turns a parser's raw result into one that may be stored: normalised, not empty, within the limits of text and blocks. */

import { AppError } from '#lib/core/errors.ts';
import {
  BLOCK_MAX_CHARS,
  PARSE_MAX_BLOCKS,
  PARSE_MAX_TEXT_CHARS,
  SOURCE_NAME_MAX_CHARS,
} from '#lib/core/limits.ts';
import { normalizeText } from '#lib/kb/normalize-text.ts';
import type { Block, ParsedDocument } from '#lib/kb/parsed-document.ts';

/** The error for a document with more text than one source may hold. */
export function tooMuchText(internal: string): AppError {
  return new AppError(
    'file_too_large',
    `This file holds more text than one source may have (${PARSE_MAX_TEXT_CHARS.toLocaleString('en')} characters or ${PARSE_MAX_BLOCKS.toLocaleString('en')} rows and paragraphs). Please split it into smaller files.`,
    { internal },
  );
}

/**
 * Throws `file_too_large` above PARSE_MAX_TEXT_CHARS or PARSE_MAX_BLOCKS and `file_has_no_text` without a single
 * letter or digit. A block longer than BLOCK_MAX_CHARS is cut into several at a line, sentence or space.
 */
export function finishDocument(document: ParsedDocument): ParsedDocument {
  const blocks: Block[] = [];
  let chars = 0;
  let readable = false;
  for (const raw of document.blocks) {
    if (raw.text.length > PARSE_MAX_TEXT_CHARS) throw tooMuchText(`block of ${raw.text.length} characters`);
    const heading = raw.heading === null ? null : oneLine(raw.heading);
    for (const piece of cutToLength(normalizeText(raw.text).trim())) {
      chars += piece.length;
      blocks.push({ text: piece, page: raw.page, heading: heading === '' ? null : heading, kind: raw.kind });
      readable ||= /[\p{L}\p{N}]/u.test(piece);
    }
    if (chars > PARSE_MAX_TEXT_CHARS) throw tooMuchText(`more than ${chars} characters`);
    if (blocks.length > PARSE_MAX_BLOCKS) throw tooMuchText(`more than ${blocks.length} blocks`);
  }
  if (!readable) {
    throw new AppError('file_has_no_text', 'This file holds no text, so there is nothing to answer from.');
  }
  const title =
    document.title === null ? '' : oneLine(document.title).slice(0, SOURCE_NAME_MAX_CHARS).toWellFormed();
  return { title: title === '' ? null : title, blocks };
}

function oneLine(text: string): string {
  return normalizeText(text).replace(/\s+/gu, ' ').trim();
}

function cutToLength(text: string): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > BLOCK_MAX_CHARS) {
    const cut = cutPoint(rest);
    pieces.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  if (rest !== '') pieces.push(rest);
  return pieces.filter((piece) => piece !== '');
}

function cutPoint(text: string): number {
  for (const border of ['\n', '. ', ' ']) {
    const at = text.lastIndexOf(border, BLOCK_MAX_CHARS - border.length);
    if (at > BLOCK_MAX_CHARS / 2) return at + border.length;
  }
  const last = text.charCodeAt(BLOCK_MAX_CHARS - 1);
  // Never cut a surrogate pair in two.
  return last >= 0xd800 && last <= 0xdbff ? BLOCK_MAX_CHARS - 1 : BLOCK_MAX_CHARS;
}
