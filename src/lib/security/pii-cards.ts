/** Card numbers (ISO/IEC 7812): an issuer's prefix and length, a grouping as on cards, and Luhn's check digit. */
import { labelBefore, labelsOf } from './pii-context.ts';
import { type DigitRun, digitsOf, sizeOf } from './pii-digit-runs.ts';
import type { Span } from './pii-types.ts';

const CARD_MIN_DIGITS = 12;
const CARD_MAX_DIGITS = 19;
/** Shorter ones are rare on cards, and usual on goods (EAN, GTIN). */
const RARE_MAX_DIGITS = 13;

/** First and last prefix of an issuer (of equal length), and the lengths of its numbers. */
const ISSUERS = (
  [
    [4, 4, 16, 16],
    [4, 4, 13, 13],
    [4, 4, 19, 19],
    [51, 55, 16, 16],
    [2221, 2720, 16, 16],
    [34, 34, 15, 15],
    [37, 37, 15, 15],
    [6011, 6011, 16, 19],
    [644, 649, 16, 19],
    [65, 65, 16, 19],
    [3528, 3589, 16, 19],
    [300, 305, 14, 19],
    [3095, 3095, 14, 19],
    [36, 36, 14, 19],
    [38, 39, 14, 19],
    [62, 62, 16, 19],
    [81, 82, 16, 19],
    [60, 60, 16, 16],
    [2200, 2204, 16, 19],
    [9792, 9792, 16, 16],
    [5018, 5018, 12, 19],
    [5020, 5020, 12, 19],
    [5038, 5038, 12, 19],
    [5893, 5893, 12, 19],
    [6304, 6304, 12, 19],
    [6759, 6763, 12, 19],
    [56, 58, 12, 19],
  ] as const
).map(([from, to, shortest, longest]) => [from, to, shortest, longest, String(from).length] as const);

const GROUPINGS = new Set(['4-4-4-4', '4-4-4-4-3', '6-13', '4-6-5', '4-6-4', '4-3-3-3', '4-4-4', '8-8']);
/** Of a first group in GROUPINGS, in pairs, or of a number that is not grouped. */
const FIRST_SIZES = new Set([2, 4, 6, 8, 12, 13, 14, 15, 16, 17, 18, 19]);
const FIRST_DIGITS = /[2-9]/;
const CARD_MAX_CHARS = 64;
const CARD_WORD =
  /\bcard|\bcarte\b|kredit|karte\b|kart[aęyoi]\b|tarjeta|\bcarta\b|kaart|cart[ãa]o|\bvisa\b|master|amex|american express|diners|カード|卡|بطاقة|карт/gi;
const OTHER_NUMBER =
  /\b(?:imei|iccid|sim|e?an|gtin|upc|isbn|siret|siren|(?:order|tracking|serial|part|invoice|ticket)\s?(?:number|no\.?|nr\.?|#)|(?:bestell|auftrags?|sendungs?|serien|rechnungs?|artikel|paket|ticket)nummer)\W{0,3}$/i;

export function findCards(text: string, runs: readonly DigitRun[]): Span[] {
  if (runs.length === 0) return [];
  const cardWords = labelsOf(text, CARD_WORD);
  const isNamed = (start: number) => cardWords.last(start) >= 0;
  return runs.flatMap((run) => cardsOf(text, run, isNamed));
}

type IsNamed = (start: number) => boolean;

function cardsOf(text: string, run: DigitRun, isNamed: IsNamed): Span[] {
  const spans: Span[] = [];
  for (let first = 0; first < run.length; ) {
    const lone = endOfLone(run, first);
    const last = lone === null ? lastOfCard(text, run, first, isNamed) : lone;
    const found =
      last !== null && (lone === null || isCard(text, run, first, last, isNamed(run[first]!.start)));
    if (found) spans.push({ start: run[first]!.start, end: run[last]!.end });
    first = (last ?? first) + 1;
  }
  return spans;
}

/** Digits that stand alone count only all together: the last of them. */
function endOfLone(run: DigitRun, first: number): number | null {
  let last = first;
  while (last < run.length && sizeOf(run[last]!) === 1) last += 1;
  return last - first > 1 ? last - 1 : null;
}

/** The longest that is one, for a card of nineteen digits may begin with one of sixteen. */
function lastOfCard(text: string, run: DigitRun, first: number, isNamed: IsNamed): number | null {
  const { start, before } = run[first]!;
  const size = sizeOf(run[first]!);
  // What follows a decimal point is a fraction.
  if (first > 0 && before === '.' && size > CARD_MIN_DIGITS) return null;
  if (!FIRST_DIGITS.test(text[start]!)) return null;
  const named = isNamed(start);
  if (!named && !FIRST_SIZES.has(size)) return null;
  let digits = 0;
  let found: number | null = null;
  for (let last = first; last < run.length; last++) {
    digits += sizeOf(run[last]!);
    if (digits > CARD_MAX_DIGITS) break;
    if (digits >= CARD_MIN_DIGITS && isCard(text, run, first, last, named)) found = last;
  }
  return found;
}

function isCard(text: string, run: DigitRun, first: number, last: number, named: boolean): boolean {
  if (run[last]!.end - run[first]!.start > CARD_MAX_CHARS) return false;
  const sizes = run.slice(first, last + 1).map(sizeOf);
  const whole = sizes.length === 1 || sizes.every((size) => size === sizes[0] && size <= 2);
  if (!named && !whole && !GROUPINGS.has(sizes.join('-'))) return false;
  const number = digitsOf(text, run, first, last);
  if (!isIssued(number) || !passesLuhn(number)) return false;
  if (named) return true;
  if (number.length <= RARE_MAX_DIGITS) return false;
  return !whole || !labelBefore(text, run[first]!.start, OTHER_NUMBER);
}

function isIssued(number: string): boolean {
  return ISSUERS.some(([from, to, shortest, longest, width]) => {
    if (number.length < shortest || number.length > longest) return false;
    const prefix = Number(number.slice(0, width));
    return prefix >= from && prefix <= to;
  });
}

function passesLuhn(number: string): boolean {
  let sum = 0;
  for (let at = number.length - 1, even = false; at >= 0; at--, even = !even) {
    const digit = number.charCodeAt(at) - 48;
    const weighed = even ? digit * 2 : digit;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}
