/** Puts the text runs of PDF pages back into lines and paragraphs, and finds headings by their size. */

import { type Block, createHeadingTrail } from '#lib/kb/parsed-document.ts';

/** One line of a page; sizes and positions in points, `y` grows upwards as in PDF. */
export interface PdfLine {
  text: string;
  page: number;
  size: number;
  x: number;
  right: number;
  y: number;
  /** In the upper or lower margin, where running headers and footers stand. */
  margin: boolean;
}

const HEADING_MIN_RATIO = 1.15;
const HEADING_MAX_CHARS = 150;
const HEADING_LEVELS_MAX = 4;
/** A gap this many times the usual line step starts a new paragraph. */
const PARAGRAPH_GAP = 1.35;
/** Up to this many font sizes from line to line is how wrapped text is set. */
const CLOSE_STEP = 1.7;
const CLOSE_MIN_SHARE = 0.2;
/** A line that ends before this share of the page's text width was broken on purpose: a row, an item, an address. */
const FULL_LINE_SHARE = 0.82;
/** A line in the margin of most pages of a longer document is a running header or footer. */
const RUNNING_MIN_PAGES = 3;
const RUNNING_MIN_SHARE = 0.6;
const PAGE_NUMBER =
  /^(?:page\s{0,9})?[-–(]?\s{0,9}(?:\d{1,4}|[ivxlc]{1,6})\s{0,9}[-–)]?(?:\s{0,9}(?:of|\/)\s{0,9}\d{1,4})?$/iu;
const BULLET = /^(?:[-*+•·▪◦‣–—]|\(?\d{1,3}[.)])\s+\S/u;

export function linesToBlocks(all: PdfLine[]): Block[] {
  const bodySize = commonest(all.map((line) => [line.size, line.text.length]));
  const lines = withoutRunningLines(all, bodySize);
  const step = usualStep(lines);
  const levels = headingLevels(lines, bodySize);
  const trail = createHeadingTrail();
  const blocks: Block[] = [];
  for (const group of groupLines(lines, step)) {
    const first = group[0]!;
    const text = joinLines(group, rightEdge(lines, first.page));
    const level = levels.get(first.size);
    if (level !== undefined && text.length <= HEADING_MAX_CHARS && isHeadingText(text)) {
      const heading = text.replace(/\s+/gu, ' ');
      blocks.push({ text: heading, page: first.page, heading: trail.enter(level, heading), kind: 'heading' });
    } else {
      const kind = BULLET.test(first.text) ? 'list' : 'paragraph';
      blocks.push({ text, page: first.page, heading: trail.path(), kind });
    }
  }
  return blocks;
}

/** Lines of a table of contents are set like headings. */
function isHeadingText(text: string): boolean {
  return /\p{L}/u.test(text) && !/: \d+$/u.test(text);
}

/**
 * The usual distance from line to line, to half a point. Where enough lines stand close, they are the wrapped ones and
 * wider distances lie between paragraphs; without, the text is set with wide lines.
 */
function usualStep(lines: PdfLine[]): number {
  const close: [number, number][] = [];
  const all: [number, number][] = [];
  for (let i = 1; i < lines.length; i++) {
    const before = lines[i - 1]!;
    const after = lines[i]!;
    if (before.page !== after.page || before.y <= after.y) continue;
    const step = Math.round((before.y - after.y) * 2) / 2;
    all.push([step, 1]);
    if (step <= after.size * CLOSE_STEP) close.push([step, 1]);
  }
  return commonest(close.length >= all.length * CLOSE_MIN_SHARE ? close : all);
}

/** The value with the most weight; 0 for none. */
function commonest(items: Iterable<[value: number, weight: number]>): number {
  const weights = new Map<number, number>();
  let best = 0;
  for (const [value, weight] of items) {
    const sum = (weights.get(value) ?? 0) + weight;
    weights.set(value, sum);
    if (sum > (weights.get(best) ?? 0)) best = value;
  }
  return best;
}

/** Level by rank of size: the largest is 1. */
function headingLevels(lines: PdfLine[], bodySize: number): Map<number, number> {
  const sizes = new Set(
    lines.map((line) => line.size).filter((size) => size >= bodySize * HEADING_MIN_RATIO),
  );
  const ranked = [...sizes].sort((a, b) => b - a);
  return new Map(ranked.map((size, rank) => [size, Math.min(rank + 1, HEADING_LEVELS_MAX)]));
}

function groupLines(lines: PdfLine[], step: number): PdfLine[][] {
  const groups: PdfLine[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    if (group === undefined || before === undefined || startsGroup(before, line, step)) groups.push([line]);
    else group.push(line);
  }
  return groups;
}

function startsGroup(before: PdfLine, line: PdfLine, step: number): boolean {
  if (before.size !== line.size) return true;
  if (before.page !== line.page) {
    // A sentence that runs over the page's end stays whole.
    return !/[\p{Ll},]$/u.test(before.text) || !/^\p{Ll}/u.test(line.text);
  }
  const gap = before.y - line.y;
  if (gap < 0) return true;
  return gap > Math.max(step, line.size) * PARAGRAPH_GAP;
}

/** Wrapped lines become one; lines broken on purpose keep their end. Hyphens of word division go. */
function joinLines(group: PdfLine[], right: number): string {
  let text = group[0]!.text;
  for (let i = 1; i < group.length; i++) {
    const before = group[i - 1]!;
    const line = group[i]!;
    if (/\p{Ll}-$/u.test(text) && /^\p{Ll}/u.test(line.text)) text = text.slice(0, -1) + line.text;
    else if (BULLET.test(line.text) || isShort(before, group[0]!.x, right)) text += `\n${line.text}`;
    else text += ` ${line.text}`;
  }
  return text;
}

function isShort(line: PdfLine, left: number, right: number): boolean {
  return right > left && (line.right - left) / (right - left) < FULL_LINE_SHARE;
}

const rightEdges = new WeakMap<PdfLine[], Map<number, number>>();

function rightEdge(lines: PdfLine[], page: number): number {
  let edges = rightEdges.get(lines);
  if (edges === undefined) {
    edges = new Map();
    for (const line of lines) edges.set(line.page, Math.max(edges.get(line.page) ?? 0, line.right));
    rightEdges.set(lines, edges);
  }
  return edges.get(page) ?? 0;
}

function withoutRunningLines(lines: PdfLine[], bodySize: number): PdfLine[] {
  const pages = new Set(lines.map((line) => line.page)).size;
  if (pages < RUNNING_MIN_PAGES) return lines;
  // What is set as large as a heading heads its page, and is not the book's name.
  const inMargin = (line: PdfLine) => line.margin && line.size < bodySize * HEADING_MIN_RATIO;
  const keyOf = (line: PdfLine) => line.text.replace(/\d+/gu, '#').toLowerCase();
  const pagesByKey = new Map<string, Set<number>>();
  for (const line of lines) {
    if (!inMargin(line)) continue;
    const key = keyOf(line);
    pagesByKey.set(key, (pagesByKey.get(key) ?? new Set()).add(line.page));
  }
  const least = Math.max(RUNNING_MIN_PAGES, pages * RUNNING_MIN_SHARE);
  const kept = lines.filter((line) => {
    return !inMargin(line) || !(PAGE_NUMBER.test(line.text) || pagesByKey.get(keyOf(line))!.size >= least);
  });
  // A document of nothing but equal margins keeps them.
  return kept.length === 0 ? lines : kept;
}
