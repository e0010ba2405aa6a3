/** Splits a passage into sentences (prose, list items, table rows, headings) with exact character offsets. */

export type Sentence = { readonly start: number; readonly end: number; readonly text: string };

/** Longest sentence returned, in UTF-16 units; longer ones are cut at a clause or a space. */
export const MAX_SENTENCE_CHARS = 600;
/** A cut piece keeps at least this share of MAX_SENTENCE_CHARS, so that a clause border near the start is not used. */
const MIN_CUT_SHARE = 0.4;
/** A line at least this long without a closing mark is taken as hard-wrapped prose that runs on. */
const WRAPPED_LINE_CHARS = 60;

const ABBREVIATIONS = new Set(
  (
    'mr mrs ms dr prof sr jr st mt ft gen col lt sgt capt cmdr adm rev hon gov sen rep pres vs v cf al ca approx ' +
    'no nos vol ch sec fig figs eq pp p art inc ltd co corp bros dept est ext tel min max hr hrs ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec e.g i.e eg ie viz u.s u.k u.n d.c ph.d m.d b.a m.a ' +
    'z.b d.h bzw usw ggf inkl zzgl str nr tel ca abs'
  ).split(' '),
);

const CLOSERS = '"\'”’»)]}';
const LIST_ITEM = /^[ \t]*(?:[-*+•·▪◦‣–—]|\(?(?:\d{1,3}|[a-zA-Z])[.)])[ \t]+/u;
const HEADING = /^[ \t]*#{1,6}[ \t]/u;
/** `name: X; price: Y`: a table row written out as pairs. */
const PAIR_ROW = /^[^:;\n]{1,60}: [^;\n]*;\s*[^:;\n]{1,60}: /u;
const LOWER_START = /^[ \t]*\p{Ll}/u;
const CJK_STOP = /[。！？｡]/u;

/** Sentences in reading order; offsets are into `text`, `text.slice(start, end)` is the sentence. Linear time. */
export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  for (const block of blocks(text)) {
    for (const span of spansOf(text, block.start, block.end))
      pushBounded(sentences, text, span.start, span.end);
  }
  return sentences;
}

type Span = { start: number; end: number };

/** Runs of lines that belong together: a paragraph, one list item, one row, one heading. */
function blocks(text: string): Span[] {
  const result: Span[] = [];
  let open: (Span & { lastLine: string }) | null = null;
  let position = 0;
  for (const line of text.split('\n')) {
    const start = position;
    const end = position + line.length;
    position = end + 1;
    const trimmed = line.trim();
    if (trimmed === '') {
      open = null;
      continue;
    }
    if (open !== null && runsOn(open.lastLine, line)) {
      open.end = end;
      open.lastLine = trimmed;
    } else {
      open = { start, end, lastLine: trimmed };
      result.push(open);
    }
    if (standsAlone(trimmed)) open = null;
  }
  return result;
}

function standsAlone(line: string): boolean {
  return HEADING.test(line) || line.startsWith('|') || PAIR_ROW.test(line);
}

function runsOn(previous: string, next: string): boolean {
  if (standsAlone(next.trimStart()) || LIST_ITEM.test(next)) return false;
  if (/[.!?:;。！？]["'”’)\]]?$/u.test(previous)) return false;
  return LOWER_START.test(next) || previous.length >= WRAPPED_LINE_CHARS;
}

/** Sentence borders inside one block. */
function* spansOf(text: string, from: number, to: number): Generator<Span> {
  if (text[from] === '|' || PAIR_ROW.test(text.slice(from, Math.min(to, from + 400)))) {
    yield { start: from, end: to };
    return;
  }
  const marker = LIST_ITEM.exec(text.slice(from, Math.min(to, from + 40)));
  let start = from;
  let i = from + (marker?.[0].length ?? 0);
  for (; i < to; i++) {
    const char = text[i]!;
    const cjk = CJK_STOP.test(char);
    if (!cjk && char !== '.' && char !== '!' && char !== '?' && char !== '…') continue;
    let end = i + 1;
    while (end < to && '.!?…。！？'.includes(text[end]!)) end++;
    while (end < to && CLOSERS.includes(text[end]!)) end++;
    if (cjk || isBorder(text, i, end, to)) {
      yield { start, end };
      start = end;
    }
    i = end - 1;
  }
  if (start < to) yield { start, end: to };
}

function isBorder(text: string, mark: number, end: number, to: number): boolean {
  if (end >= to) return true;
  if (!/\s/u.test(text[end]!)) return false;
  const rest = text.slice(end, Math.min(to, end + 12)).trimStart();
  if (rest !== '' && /^[\p{Ll},;:)]/u.test(rest)) return false;
  if (text[mark] !== '.' || end > mark + 1) return true;
  const word = /[\p{L}\p{N}.]*$/u.exec(text.slice(Math.max(0, mark - 12), mark))?.[0] ?? '';
  if (word === '') return true;
  if (/^\p{Lu}$/u.test(word) || /^(?:\p{Lu}\.)+\p{Lu}$/u.test(word))
    return /^(?:The|It|In|He|She|They|This|A|We)\s/u.test(rest);
  const lower = word.toLowerCase();
  if (lower === 'a.m' || lower === 'p.m' || lower === 'etc') return true;
  if (lower === 'no' || lower === 'nos' || lower === 'nr') return !/^\d/u.test(rest);
  return !ABBREVIATIONS.has(lower);
}

function pushBounded(into: Sentence[], text: string, from: number, to: number): void {
  let start = from;
  let end = to;
  while (start < end && /\s/u.test(text[start]!)) start++;
  while (end > start && /\s/u.test(text[end - 1]!)) end--;
  while (end - start > MAX_SENTENCE_CHARS) {
    const cut = cutPoint(text, start);
    pushPiece(into, text, start, cut);
    start = cut;
    while (start < end && /\s/u.test(text[start]!)) start++;
  }
  pushPiece(into, text, start, end);
}

function cutPoint(text: string, start: number): number {
  const window = text.slice(start, start + MAX_SENTENCE_CHARS);
  const least = MAX_SENTENCE_CHARS * MIN_CUT_SHARE;
  for (const border of ['\n', '; ', ', ', ' ']) {
    const at = window.lastIndexOf(border);
    if (at >= least) return start + at + border.length;
  }
  const last = window.charCodeAt(window.length - 1);
  // Never cut a surrogate pair in two.
  return start + window.length - (last >= 0xd800 && last <= 0xdbff ? 1 : 0);
}

function pushPiece(into: Sentence[], text: string, from: number, to: number): void {
  let end = to;
  while (end > from && /\s/u.test(text[end - 1]!)) end--;
  const piece = text.slice(from, end);
  if (/[\p{L}\p{N}]/u.test(piece)) into.push({ start: from, end, text: piece });
}
