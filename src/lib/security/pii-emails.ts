/** E-mail addresses (RFC 5321 and 6531), looked for around each `@`, so that no text makes it slow. */
import type { Span } from './pii-types.ts';

const LOCAL_MAX_CHARS = 64;
const DOMAIN_MAX_CHARS = 253;
const ADDRESS_LITERAL_MAX_CHARS = 50;

/** `=`, `?` and `/` are legal, but before an address in a URL they are not part of it. */
const LOCAL = /[\w.!#$%&'*+^`{|}~-]/;
const DOMAIN = /[\w.-]/;
const BEYOND_ASCII = /[\p{L}\p{N}\p{M}]/u;
const WITHOUT_SPACES = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u;
const ASCII_WORD = /\w/;
const LAST_LABEL = /\.(?:xn--[a-z0-9-]{2,59}|[\p{L}\p{M}]{2,63})$/iu;
const A_VERSION = /^\d{1,4}\.\d{1,4}\./;

const belongs = (character: string, ascii: RegExp) =>
  character <= '~' ? ascii.test(character) : BEYOND_ASCII.test(character);

/** Where a script that writes without spaces meets ASCII, one word ends and the address begins. */
const seam = (one: string, other: string) =>
  (one > '~' && WITHOUT_SPACES.test(one) && ASCII_WORD.test(other)) ||
  (other > '~' && WITHOUT_SPACES.test(other) && ASCII_WORD.test(one));

function localStart(text: string, at: number, floor: number): number {
  const least = Math.max(floor, at - LOCAL_MAX_CHARS);
  if (text[at - 1] === '"') {
    const opening = text.lastIndexOf('"', at - 2);
    return opening >= least && !text.slice(opening, at).includes('\n') ? opening : at;
  }
  let start = at;
  while (
    start > least &&
    belongs(text[start - 1]!, LOCAL) &&
    !(start < at && seam(text[start - 1]!, text[start]!))
  )
    start -= 1;
  while (start < at && "'.*`|{".includes(text[start]!)) start += 1;
  return start;
}

function domainEnd(text: string, from: number): number {
  if (text[from] === '[') {
    const closing = text.slice(from, from + ADDRESS_LITERAL_MAX_CHARS).indexOf(']');
    return closing > 0 && /^[\da-f.:]+$/i.test(text.slice(from + 1, from + closing).replace(/^IPv6:/i, ''))
      ? from + closing + 1
      : from;
  }
  const most = Math.min(text.length, from + DOMAIN_MAX_CHARS);
  let end = from;
  while (end < most && belongs(text[end]!, DOMAIN) && !(end > from && seam(text[end - 1]!, text[end]!)))
    end += 1;
  while (end > from && '.-_'.includes(text[end - 1]!)) end -= 1;
  const domain = text.slice(from, end);
  return LAST_LABEL.test(domain) && !domain.includes('..') && !A_VERSION.test(domain) ? end : from;
}

/** Also as they stand in a URL, with `%40`. */
export function findEmails(text: string): Span[] {
  const spans: Span[] = [];
  let floor = 0;
  for (const sign of text.matchAll(/@|%40/g)) {
    const from = sign.index + sign[0].length;
    const start = localStart(text, sign.index, floor);
    const end = start < sign.index ? domainEnd(text, from) : from;
    if (end > from) spans.push({ start, end });
    floor = end;
  }
  return spans;
}
