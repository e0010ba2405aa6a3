/** Turns text into the terms BM25 counts: the same text always gives the same terms, on ingest and on query. */
import { baseForm } from '#lib/rag/irregular-forms.ts';
import { stem } from '#lib/rag/stem.ts';

/** Terms longer than this (in UTF-16 units) are cut: no index row grows with a hostile "word". */
export const MAX_TERM_CHARS = 40;

/**
 * Words that carry no topic. Question words are here too: what they ask for is the answer type, not a term.
 * Words of other languages are included only where English has no content word of that spelling.
 */
const STOP_WORDS = new Set(
  (
    'a about above after again against all also am an and any are as at be because been before being below between ' +
    'both but by can cannot could did do does doing down during each few for from further had has have having he her ' +
    'here hers herself him himself his how i if in into is it its itself just me more most my myself no nor not now of ' +
    'off on once only or other our ours ourselves out over own please same shall she should so some such than that the ' +
    'their theirs them themselves then there these they this those through to too under until up upon very was we ' +
    'were what when where which while who whom whose why will with would you your yours yourself yourselves ' +
    "i'm i've i'd i'll you're you've you'll we're we've they're it's that's there's what's who's don't doesn't didn't " +
    "isn't aren't wasn't weren't can't couldn't won't wouldn't shouldn't hasn't haven't hadn't " +
    'der das und ist ich wie wir sie ein eine einer nicht mit fur auf zu den dem des im von es ' +
    'le la les des du est et un une que qui pour dans sur vous nous ' +
    'el los las una y en por para con como esta ' +
    'il lo gli di che per sono het een van ik je'
  ).split(' '),
);

/** Letters, digits and marks joined by the characters that hold codes, addresses and contractions together. */
const WORD = /[\p{L}\p{N}\p{M}]+(?:['.,@_+/&:#-]+[\p{L}\p{N}\p{M}]+)*[+#]{0,2}/gu;
/** The same for ASCII text, which needs no Unicode classes: several times as fast. */
const PLAIN_WORD = /[a-z0-9]+(?:['.,@_+/&:#-]+[a-z0-9]+)*[+#]{0,2}/g;
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}ー]+/gu;
const HAS_UNSPACED = new RegExp(UNSPACED.source, 'u');

const PLAIN = /^[\s -~]*$/;

/** Stems already worked out. Only speed depends on it; it is emptied when full. */
const stems = new Map<string, string>();
const STEMS_KEPT = 20_000;

/** Terms in reading order, repeats included. Linear in the length of the text. */
export function tokenize(text: string): string[] {
  const terms: string[] = [];
  const plain = fold(text);
  for (const match of plain.matchAll(PLAIN.test(plain) ? PLAIN_WORD : WORD)) addWord(terms, match[0]);
  return terms;
}

/** How often each term occurs, in order of first occurrence. */
export function termFrequencies(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const term of tokenize(text)) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** Lower case, compatibility forms united, Latin/Greek/Cyrillic accents dropped (marks of other scripts are letters' parts). */
function fold(text: string): string {
  // Most English text needs none of what follows; this is what keeps the query path fast.
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[’ʼ‘]/g, "'")
    .replace(/ß/g, 'ss')
    .replace(/[\u00ad\u200b-\u200d\ufeff]/g, '');
}

function addWord(terms: string[], word: string): void {
  if (/^[a-z]+$/.test(word)) {
    add(terms, word);
  } else if (HAS_UNSPACED.test(word)) {
    addUnspaced(terms, word);
  } else if (/^[\p{L}\p{M}]+$/u.test(word)) {
    add(terms, word);
  } else if (/^\p{N}/u.test(word) && /^[\p{N}.,]+$/u.test(word)) {
    addNumber(terms, word);
  } else {
    addCompound(terms, word);
  }
}

/** Scripts written without spaces: overlapping pairs of characters; the spaced parts between them as words. */
function addUnspaced(terms: string[], word: string): void {
  let rest = 0;
  for (const run of word.matchAll(UNSPACED)) {
    if (run.index > rest)
      for (const part of word.slice(rest, run.index).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []) add(terms, part);
    rest = run.index + run[0].length;
    const characters = [...run[0]];
    if (characters.length === 1) add(terms, run[0]);
    for (let i = 0; i + 1 < characters.length; i++) add(terms, characters[i]! + characters[i + 1]!);
  }
  for (const part of word.slice(rest).match(/[\p{L}\p{N}\p{M}]+/gu) ?? []) add(terms, part);
}

/** `1,200` is 1200; `4.50` and `4.5` are one number; `10.30.2` stays as written. */
function addNumber(terms: string[], word: string): void {
  const whole = word.replace(/,(?=\d{3}(?:\D|$))/g, '');
  const decimal = /^(\d{1,15})\.(\d+)$/.exec(whole);
  if (decimal !== null) {
    const fraction = decimal[2]!.replace(/(?<!0)0+$/, '');
    add(terms, fraction === '' ? decimal[1]! : `${decimal[1]}.${fraction}`);
  } else if (whole.includes(',')) {
    for (const part of whole.split(',')) if (part !== '') add(terms, part);
  } else {
    add(terms, whole);
  }
}

/** Codes, addresses and hyphenations: each part, and codes with a digit also joined (`AX-200`, `AX200` and `ax 200` meet). */
function addCompound(terms: string[], written: string): void {
  const word = written.replace(/'s$/, '');
  const contraction = /^([a-z]+)'([a-z]+)$/.exec(written);
  if (contraction !== null) {
    if (STOP_WORDS.has(written)) return;
    add(
      terms,
      /^(?:s|d|ll|re|ve|m)$/.test(contraction[2]!) ? contraction[1]! : contraction[1]! + contraction[2]!,
    );
    return;
  }
  const version = /^v?(\d+(?:\.\d+)+)$/.exec(word);
  if (version !== null) {
    add(terms, version[1]!);
    return;
  }
  if (/^(?:\p{L}\.){1,5}\p{L}$/u.test(word)) {
    add(terms, word.replaceAll('.', ''));
    return;
  }
  const parts = word.match(/[\p{L}\p{M}]+[+#]{1,2}|[\p{L}\p{N}\p{M}]+/gu) ?? [];
  if (parts.length === 1) {
    addPart(terms, parts[0]!);
    return;
  }
  if (parts.length <= 4 && word.length <= MAX_TERM_CHARS) {
    if (word.includes('@')) add(terms, word);
    else if (/\p{N}/u.test(word)) add(terms, parts.join(''));
  }
  for (const part of parts) add(terms, part);
}

/** `ax200` also answers to `ax 200` and `AX-200`. */
function addPart(terms: string[], part: string): void {
  add(terms, part);
  const mixed = /^(\p{L}{1,6})(\p{N}{1,8})$/u.exec(part) ?? /^(\p{N}{1,8})(\p{L}{1,6})$/u.exec(part);
  if (mixed === null) return;
  add(terms, mixed[1]!);
  add(terms, mixed[2]!);
}

function add(terms: string[], word: string): void {
  if (STOP_WORDS.has(word)) return;
  const written = word.length > MAX_TERM_CHARS ? cutWhole(word) : word;
  let term = stems.get(written);
  if (term === undefined) {
    term = stem(baseForm(written));
    if (stems.size >= STEMS_KEPT) stems.clear();
    stems.set(written, term);
  }
  if (term !== '') terms.push(term);
}

function cutWhole(word: string): string {
  const last = word.charCodeAt(MAX_TERM_CHARS - 1);
  return word.slice(0, last >= 0xd800 && last <= 0xdbff ? MAX_TERM_CHARS - 1 : MAX_TERM_CHARS);
}
