/** Guesses the charset of text that is not Unicode, by chardet. */

import { analyse } from 'chardet';

/** Bytes looked at to guess a charset: the guess does not get better with more. */
const SAMPLE_BYTES = 64 * 1024;
/** A guess must beat windows-1252, the usual charset (WHATWG Encoding), by this many points of 100. */
const LATIN_LEAD_POINTS = 15;
/** Below this chardet only guesses. */
const CONFIDENT_POINTS = 25;
/** Latin text has a few letters above ASCII, other scripts nearly all. */
const OTHER_SCRIPT_MIN_SHARE = 0.5;

/** A charset's name; windows-1252 when nothing speaks clearly for another. */
export function guessCharset(bytes: Uint8Array): string {
  const firstHigh = bytes.findIndex((byte) => byte > 0x7f);
  const start = Math.max(0, firstHigh - 1024);
  const sample = bytes.subarray(start, start + SAMPLE_BYTES);
  const guesses = analyse(sample).filter((guess) => guess.name !== 'ASCII');
  const best = guesses[0];
  if (best === undefined) return 'windows-1252';
  if (shareOfHighLetters(sample) >= OTHER_SCRIPT_MIN_SHARE) return best.name;
  if (best.confidence < CONFIDENT_POINTS) return 'windows-1252';
  const latin = guesses.find((guess) => guess.name === 'ISO-8859-1' || guess.name === 'windows-1252');
  if (latin !== undefined && latin.confidence >= best.confidence - LATIN_LEAD_POINTS) return 'windows-1252';
  return best.name;
}

function shareOfHighLetters(sample: Uint8Array): number {
  let high = 0;
  let ascii = 0;
  for (const byte of sample) {
    if (byte > 0x7f) high++;
    else if ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a) ascii++;
  }
  return high / Math.max(1, high + ascii);
}
