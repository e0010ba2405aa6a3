/** Social security numbers of the USA: three, two and four digits within what is issued. */
import { labelBefore } from './pii-context.ts';
import { type DigitRun, digitsOf, sizeOf } from './pii-digit-runs.ts';
import type { Span } from './pii-types.ts';

const SIZES = [3, 2, 4];
/** Dashes say it by themselves; spaces do where no other number is beside. */
const DASH = /^ ?- ?$/;
const BLANK = /^(?:\s|\.)$/;
const GLUE = /^[-./]$/;
const SSN_WORD = /\bssn\b|\bsoc(?:ial)?\.? sec(?:urity)?\b|seguro social/i;
const WHOLE_DIGITS = 9;

export function findSsns(text: string, runs: readonly DigitRun[]): Span[] {
  const spans: Span[] = [];
  for (const run of runs) {
    for (let first = 0; first < run.length; first++) {
      const last = lastOfSsn(text, run, first);
      if (last !== null) spans.push({ start: run[first]!.start, end: run[last]!.end });
    }
  }
  return spans;
}

function lastOfSsn(text: string, run: DigitRun, first: number): number | null {
  const { start, end } = run[first]!;
  if (end - start === WHOLE_DIGITS)
    return isIssued(text.slice(start, end)) && labelBefore(text, start, SSN_WORD) ? first : null;
  const last = first + SIZES.length - 1;
  if (last >= run.length || SIZES.some((size, at) => sizeOf(run[first + at]!) !== size)) return null;
  if (!isIssued(digitsOf(text, run, first, last))) return null;
  const [, one, two] = run.slice(first, last + 1).map(({ before }) => before);
  const after = run[last + 1]?.before ?? '';
  if (DASH.test(one!) && DASH.test(two!)) {
    const goesOn = (first > 0 && GLUE.test(run[first]!.before)) || GLUE.test(after);
    return goesOn ? null : last;
  }
  if (!BLANK.test(one!) || !BLANK.test(two!)) return null;
  const alone = first === 0 && last === run.length - 1;
  return alone || labelBefore(text, start, SSN_WORD) ? last : null;
}

/** Numbers from 900 on are tax numbers, others were never given out. */
function isIssued(nine: string): boolean {
  const area = Number(nine.slice(0, 3));
  return area > 0 && area < 900 && area !== 666 && nine.slice(3, 5) !== '00' && nine.slice(5) !== '0000';
}
