/** Cuts a parsed document into chunks for retrieval along its own structure, the same ones every time. */

import { setImmediate } from 'node:timers/promises';
import { AppError } from '#lib/core/errors.ts';
import {
  CHUNK_BLOCK_MAX_CHARS,
  CHUNK_MIN_CHARS,
  CHUNK_TARGET_CHARS,
  CHUNK_WHOLE_MAX_CHARS,
  CHUNKS_MAX_PER_SOURCE,
} from '#lib/core/limits.ts';
import type { Block, ParsedDocument } from '#lib/kb/parsed-document.ts';
import { isUnder, lastOf, parentOf, type Section, toSections } from '#lib/kb/sections.ts';
import { fitsOneChunk, splitLongText } from '#lib/kb/split-long-text.ts';

export interface Chunk {
  /** 0-based place in the document. */
  ordinal: number;
  text: string;
  /** Path of the heading over all of the chunk, `A › B`. */
  heading: string | null;
  /** 1-based page where most of the chunk stands. */
  page: number | null;
}

export interface ChunkOptions {
  targetChars?: number;
  maxChunks?: number;
}

interface Piece {
  text: string;
  heading: string | null;
  /** Characters by page. */
  pages: Map<number, number>;
  /** A whole section too small to stand alone, which may join its neighbour. */
  small: boolean;
  /** Already several sections, with their headings in the text. */
  joined: boolean;
}

/** Work at a stretch before others get their turn, in milliseconds. */
const YIELD_AFTER_MS = 10;

/**
 * Sections stay apart unless they are small; a block is cut only when it is longer than CHUNK_BLOCK_MAX_CHARS, at
 * sentence ends; a short document of one section is one chunk. Throws `file_too_large` above `maxChunks`.
 */
export async function chunkDocument(document: ParsedDocument, options: ChunkOptions = {}): Promise<Chunk[]> {
  const target = options.targetChars ?? CHUNK_TARGET_CHARS;
  const maxChunks = options.maxChunks ?? CHUNKS_MAX_PER_SOURCE;
  const pieces: Piece[] = [];
  let since = performance.now();
  const sections = toSections(document);
  const whole = fitsOneChunk(document) ? CHUNK_WHOLE_MAX_CHARS : CHUNK_BLOCK_MAX_CHARS;
  for (const section of sections) {
    for await (const piece of cutSection(
      section,
      target,
      sections.length === 1 ? Math.max(target, whole) : target,
    )) {
      const last = pieces.at(-1);
      if (last !== undefined && mayJoin(last, piece, target)) pieces[pieces.length - 1] = join(last, piece);
      else pieces.push(piece);
      if (pieces.length > maxChunks) throw tooManyChunks(maxChunks);
      if (performance.now() - since > YIELD_AFTER_MS) {
        await setImmediate();
        since = performance.now();
      }
    }
  }
  return pieces.map((piece, ordinal) => ({
    ordinal,
    text: piece.text,
    heading: piece.heading,
    page: mainPage(piece.pages),
  }));
}

/** `undividedChars`: what may stay one chunk. */
async function* cutSection(section: Section, target: number, undividedChars: number): AsyncGenerator<Piece> {
  const { heading, blocks } = section;
  const total = blocks.reduce((sum, block) => sum + block.text.length + 1, -1);
  const pieceOf = (some: Block[], small: boolean): Piece => {
    return { text: joinBlocks(some), heading, pages: pagesOf(some), small, joined: false };
  };
  if (total <= undividedChars) {
    // A question is what visitors ask: it keeps its answer to itself.
    yield pieceOf(blocks, total < CHUNK_MIN_CHARS && !(heading?.endsWith('?') ?? false));
    return;
  }
  // Even shares instead of full chunks and a crumb.
  const share = total / Math.ceil(total / target);
  let open: Block[] = [];
  let length = 0;
  for (const block of blocks) {
    const last = open.at(-1);
    const turned = last?.page !== block.page && length >= CHUNK_MIN_CHARS;
    const full = length + block.text.length > target || (length >= share && !last?.text.endsWith(':'));
    if (last !== undefined && (turned || full)) {
      yield pieceOf(open, false);
      open = [];
      length = 0;
    }
    let text = block.text;
    if (text.length > CHUNK_BLOCK_MAX_CHARS) {
      const parts = await splitLongText(text, target);
      for (const part of parts.slice(0, -1)) yield pieceOf([{ ...block, text: part }], false);
      text = parts.at(-1) ?? '';
    }
    open.push({ ...block, text });
    length += text.length + 1;
  }
  yield pieceOf(open, false);
}

function joinBlocks(blocks: Block[]): string {
  let text = '';
  let before: Block | undefined;
  for (const block of blocks) {
    if (before !== undefined) text += before.kind === 'table' && block.kind === 'table' ? '\n' : '\n\n';
    text += block.text;
    before = block;
  }
  return text;
}

function pagesOf(blocks: Block[]): Map<number, number> {
  const pages = new Map<number, number>();
  for (const { page, text } of blocks)
    if (page !== null) pages.set(page, (pages.get(page) ?? 0) + text.length);
  return pages;
}

function mainPage(pages: Map<number, number>): number | null {
  let best: number | null = null;
  for (const [page, chars] of pages) if (best === null || chars > (pages.get(best) ?? 0)) best = page;
  return best;
}

/** Small sections join a sibling, their parent's introduction or what was joined so already. */
function mayJoin(before: Piece, piece: Piece, target: number): boolean {
  if (!before.small || !piece.small || piece.heading === null) return false;
  if (before.heading === null && !before.joined) return false;
  if (mainPage(before.pages) !== mainPage(piece.pages)) return false;
  if (before.text.length + piece.text.length > target - CHUNK_MIN_CHARS / 2) return false;
  if (before.heading === null) return parentOf(piece.heading) === null;
  return parentOf(before.heading) === parentOf(piece.heading) || isUnder(piece.heading, before.heading);
}

function join(before: Piece, piece: Piece): Piece {
  const under = before.heading !== null && isUnder(piece.heading, before.heading);
  const heading = under ? before.heading : parentOf(piece.heading);
  const titled = ({ heading: own, text }: Piece) =>
    own === null || own === heading ? text : `${lastOf(own)}\n${text}`;
  const pages = new Map(before.pages);
  for (const [page, chars] of piece.pages) pages.set(page, (pages.get(page) ?? 0) + chars);
  const text = `${titled(before)}\n\n${titled(piece)}`;
  return { text, heading, pages, small: true, joined: true };
}

function tooManyChunks(maxChunks: number): AppError {
  const allowed = maxChunks.toLocaleString('en');
  return new AppError(
    'file_too_large',
    `This file makes more than ${allowed} passages. Please split it into smaller files.`,
  );
}
