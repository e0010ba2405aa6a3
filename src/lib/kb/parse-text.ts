/** Plain text as blocks: paragraphs between blank lines, underlined or all-capital headings, bulleted lists. */

import { CHUNK_WHOLE_MAX_CHARS } from '#lib/core/limits.ts';
import { decodeText } from '#lib/kb/decode-text.ts';
import { finishDocument } from '#lib/kb/finish-document.ts';
import { type Block, createHeadingTrail, type ParsedDocument } from '#lib/kb/parsed-document.ts';

const HEADING_LINE_MAX_CHARS = 80;
const LIST_LINE = /^\s*(?:[-*+•·▪◦‣–]|\(?\d{1,3}[.)])\s+\S/u;

export async function parseText(bytes: Uint8Array): Promise<ParsedDocument> {
  return textToDocument((await decodeText(bytes)).replace(/\r\n?|\f/gu, '\n'), null);
}

/**
 * Pasted text, parsed in the calling process: linear time, nothing to decode. What fits one chunk is one block.
 * Throws `file_has_no_text` or `file_too_large`.
 */
export function parsePlainText(title: string, content: string): ParsedDocument {
  if (content.length > CHUNK_WHOLE_MAX_CHARS)
    return finishDocument(textToDocument(content.replace(/\r\n?|\f/gu, '\n'), title));
  return finishDocument({ title, blocks: [{ text: content, page: null, heading: null, kind: 'paragraph' }] });
}

function textToDocument(text: string, title: string | null): ParsedDocument {
  const trail = createHeadingTrail();
  const blocks: Block[] = [];
  for (const lines of paragraphsOf(text)) {
    const heading = headingOf(lines);
    if (heading !== null) {
      const path = trail.enter(heading.level, heading.text);
      blocks.push({ text: heading.text, page: null, heading: path, kind: 'heading' });
    }
    const rest = heading === null ? lines : lines.slice(heading.lines);
    if (rest.length === 0) continue;
    const listed = rest.filter((line) => LIST_LINE.test(line)).length;
    const kind = listed * 2 > rest.length ? 'list' : 'paragraph';
    blocks.push({ text: rest.join('\n').trim(), page: null, heading: trail.path(), kind });
  }
  return { title: title ?? blocks.find((block) => block.kind === 'heading')?.text ?? null, blocks };
}

/** Runs of lines that are not blank, one at a time: a file may hold millions of them. */
function* paragraphsOf(text: string): Generator<string[]> {
  let lines: string[] = [];
  for (let start = 0; start <= text.length; ) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end).trimEnd();
    if (line !== '') lines.push(line);
    else if (lines.length > 0) {
      yield lines;
      lines = [];
    }
    if (end < 0) break;
    start = end + 1;
  }
  if (lines.length > 0) yield lines;
}

/** The heading a paragraph starts with and how many lines it takes. */
function headingOf(lines: string[]): { text: string; level: number; lines: number } | null {
  const first = lines[0]?.trim() ?? '';
  if (first === '' || first.length > HEADING_LINE_MAX_CHARS || !/\p{L}/u.test(first)) return null;
  const underline = lines[1]?.trim() ?? '';
  if (/^={3,}$/u.test(underline)) return { text: first, level: 1, lines: 2 };
  if (/^[-~]{3,}$/u.test(underline)) return { text: first, level: 2, lines: 2 };
  const letters = first.match(/\p{L}/gu) ?? [];
  const capitals = first.match(/\p{Lu}/gu) ?? [];
  const shouted = lines.length === 1 && letters.length >= 4 && letters.length === capitals.length;
  return shouted && !/[.,;!]$/u.test(first) ? { text: first, level: 2, lines: 1 } : null;
}
