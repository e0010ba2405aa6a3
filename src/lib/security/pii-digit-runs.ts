/** Groups of digits that may be one number; numbers of all kinds are looked for in them. */
import type { Span } from './pii-types.ts';

export interface DigitGroup extends Span {
  /** Between the group before and this one; before the first of a run, '' or `+`, `(`, `+(`. */
  before: string;
}

/** Groups with nothing between them that ends a number. */
export type DigitRun = readonly DigitGroup[];

const BETWEEN_MAX_CHARS = 4;
const BETWEEN = ' -./()+';
const LETTER = /[A-Za-z_]/;
const DIGIT = /\d/;
const GLUE = '-./';
const THOUSANDS_MAX_DIGITS = 3;

const isDigit = (code: number) => code >= 48 && code <= 57;

export function digitRuns(text: string): DigitRun[] {
  const runs: DigitGroup[][] = [];
  let run: DigitGroup[] = [];
  let previous = -1;
  for (let at = 0; at < text.length; at++) {
    if (!isDigit(text.charCodeAt(at))) continue;
    const start = at;
    while (isDigit(text.charCodeAt(at))) at += 1;
    const joined = previous >= 0 && mayStandWithin(text, previous, start);
    if (!joined) {
      run = [];
      runs.push(run);
    }
    run.push({ start, end: at, before: joined ? text.slice(previous, start) : opening(text, start) });
    previous = at;
  }
  return runs;
}

/** Without what a letter touches. What has a check of its own needs no more: `#4111…`, `no.4111…` and `SSN-219-…` are read. */
export function apartFromLetters(text: string, runs: readonly DigitRun[]): readonly DigitRun[] {
  return trimmed(text, runs, beginsInLetter, endsInLetter);
}

/** Without what hangs on a word or a path: those digits are part of an identifier. */
export function apartFromWords(text: string, runs: readonly DigitRun[]): readonly DigitRun[] {
  return trimmed(text, runs, beginsInWord, endsInWord);
}

/** How many digits a group has. */
export function sizeOf({ start, end }: DigitGroup): number {
  return end - start;
}

/** The digits of the groups from `first` to `last`. */
export function digitsOf(text: string, run: DigitRun, first: number, last: number): string {
  let digits = '';
  for (let at = first; at <= last; at++) digits += text.slice(run[at]!.start, run[at]!.end);
  return digits;
}

function mayStandWithin(text: string, from: number, to: number): boolean {
  if (to - from > BETWEEN_MAX_CHARS) return false;
  for (let at = from; at < to; at++) if (!BETWEEN.includes(text[at]!)) return false;
  return true;
}

function opening(text: string, start: number): string {
  let from = start;
  while (from > 0 && start - from < 2 && (text[from - 1] === '+' || text[from - 1] === '(')) from -= 1;
  return text.slice(from, start);
}

const isGlued = ({ before }: DigitGroup) => before.length === 1 && GLUE.includes(before);

type IsInWord = (text: string, group: DigitGroup) => boolean;

/** A word at either end takes all that is glued to it. */
function trimmed(
  text: string,
  runs: readonly DigitRun[],
  begins: IsInWord,
  ends: IsInWord,
): readonly DigitRun[] {
  const whole: DigitRun[] = [];
  for (const run of runs) {
    let first = 0;
    let last = run.length;
    if (begins(text, run[0]!)) {
      first = 1;
      while (first < last && isGlued(run[first]!)) first += 1;
    }
    if (last > first && ends(text, run[last - 1]!)) {
      while (last > first && isGlued(run[last - 1]!)) last -= 1;
      last -= 1;
    }
    if (last > first) whole.push(first === 0 && last === run.length ? run : run.slice(first, last));
  }
  return whole;
}

/** The letter of an escape as in JSON (`\n4111…`) is none. */
function beginsInLetter(text: string, { start }: DigitGroup): boolean {
  const one = text[start - 1] ?? ' ';
  return LETTER.test(one) && !('bfnrt'.includes(one) && text[start - 2] === '\\');
}

function endsInLetter(text: string, { end }: DigitGroup): boolean {
  return LETTER.test(text[end] ?? ' ');
}

function beginsInWord(text: string, group: DigitGroup): boolean {
  const one = text[group.start - 1] ?? ' ';
  const two = text[group.start - 2] ?? ' ';
  if (LETTER.test(one) || '#/\\$€£'.includes(one)) return true;
  if (one === ',') return DIGIT.test(two) && sizeOf(group) <= THOUSANDS_MAX_DIGITS;
  return '-.@'.includes(one) && /[A-Za-z0-9_)]/.test(two);
}

function endsInWord(text: string, { end }: DigitGroup): boolean {
  const one = text[end] ?? ' ';
  const two = text[end + 1] ?? ' ';
  if (LETTER.test(one)) return true;
  if (one === ',') return DIGIT.test(two) && !DIGIT.test(text[end + 1 + THOUSANDS_MAX_DIGITS] ?? ' ');
  return '-@_'.includes(one) && LETTER.test(two);
}
