/** A text as a reader takes it: other digits, widths, dashes and spaces become plain ones, what is invisible goes. */
import type { Span } from './pii-types.ts';

export interface PlainText {
  text: string;
  /** Where a span of the plain text stands in the text it was made of. */
  original(span: Span): Span;
}

/** The zero of each script whose digits NFKC leaves alone (Unicode 16, Nd). */
const ZEROS = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
  0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
  0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0,
];
const LIKE_ASCII = new Map<number, string>([
  ...ZEROS.flatMap((zero) =>
    Array.from({ length: 10 }, (_, digit) => [zero + digit, String(digit)] as const),
  ),
  ...[0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2043, 0x2212].map((code) => [code, '-'] as const),
  ...[0x3002, 0xff61, 0x2024].map((code) => [code, '.'] as const),
  ...[0x2018, 0x2019].map((code) => [code, "'"] as const),
]);
const PRINTABLE = /[^\n\t\x20-\x7e]/;
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/u;
const SPACE = /\p{Zs}/u;

/** One ASCII character, '' for what is invisible, or null for a character that stays. */
function plain(code: number): string | null {
  const known = LIKE_ASCII.get(code);
  if (known !== undefined) return known;
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  // Letters and pictures of the living scripts, which have no ASCII form.
  if ((code >= 0x370 && code < 0x1100) || (code >= 0x3040 && code < 0xfe00))
    return code === 0x61c ? '' : null;
  const character = String.fromCodePoint(code);
  if (SPACE.test(character)) return ' ';
  if (IGNORABLE.test(character)) return '';
  const folded = character.normalize('NFKC');
  return folded.length === 1 && folded >= ' ' && folded <= '~' ? folded : null;
}

export function plainText(text: string): PlainText {
  if (!PRINTABLE.test(text)) return { text, original: (span) => span };
  const units = new Uint16Array(text.length);
  const starts = new Uint32Array(text.length);
  const ends = new Uint32Array(text.length);
  let length = 0;
  const put = (unit: number, from: number, to: number) => {
    units[length] = unit;
    starts[length] = from;
    ends[length] = to;
    length += 1;
  };
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at)!;
    const next = at + (code > 0xffff ? 2 : 1);
    const seen = code < 0x80 ? null : plain(code);
    if (seen === null) for (let part = at; part < next; part++) put(text.charCodeAt(part), part, part + 1);
    else if (seen !== '') put(seen.charCodeAt(0), at, next);
    at = next;
  }
  return {
    text: Buffer.from(units.buffer, 0, length * Uint16Array.BYTES_PER_ELEMENT).toString('utf16le'),
    original: ({ start, end }) => ({ start: starts[start]!, end: ends[end - 1]! }),
  };
}
