/** Which passwords administrators may choose: long ones, of which something is left without all that is tried first. */
import { AppError } from '#lib/core/errors.ts';
import { ADMIN_PASSWORD_MIN_CHARS } from '#lib/core/limits.ts';
import { COMMON_PARTS, COMMON_PHRASES, KEYBOARD_ROWS } from './common-passwords.ts';

/** Characters that no list, row of keys, repetition or own name accounts for. */
const LEFT_MIN_CHARS = 6;
const DISTINCT_MIN_CHARS = 5;
const WALK_MIN_CHARS = 4;
const OWN_PART_MIN_CHARS = 4;

const LOOK_ALIKES: Record<string, string> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't' };
const SIGN_ALIKES: Record<string, string> = { '@': 'a', $: 's', '!': 'i', '€': 'e' };

const PARTS = [...COMMON_PARTS].sort((a, b) => b.length - a.length);
const WALKS = KEYBOARD_ROWS.flatMap((row) => [row, [...row].reverse().join('')]);

/** Takes runs of neighbouring keys out, `4321` and `asdf` alike. */
function withoutWalks(text: string): string {
  let left = '';
  for (let at = 0; at < text.length; ) {
    let length = 0;
    for (const walk of WALKS) {
      let run = WALK_MIN_CHARS;
      while (at + run <= text.length && walk.includes(text.slice(at, at + run))) run += 1;
      if (run > WALK_MIN_CHARS) length = Math.max(length, run - 1);
    }
    if (length === 0) left += text[at];
    at += Math.max(1, length);
  }
  return left;
}

/** A repeated piece counts once: `kzokzokzo` is `kzo`, `zzzz` is `z`; `tt` is how words are spelt. */
const withoutRepeats = (text: string) =>
  text.replaceAll(/(.)\1{2,}/g, '$1').replaceAll(/(.{2,16}?)\1+/g, '$1');

function withoutParts(text: string, own: readonly string[]): string {
  return [...own, ...PARTS].reduce((left, part) => left.replaceAll(part, ''), text);
}

const asLetters = (text: string) =>
  [...text].map((char) => LOOK_ALIKES[char] ?? SIGN_ALIKES[char] ?? char).join('');

/** What is left after the fewer of two readings: digits as digits, and as the letters they look like. */
function leftOf(password: string, own: readonly string[]): number {
  const lower = password.toLowerCase();
  const readings = [lower, asLetters(lower)].map((text) => {
    const plain = text.replaceAll(/[^\p{L}\p{N}]/gu, '');
    const rest = withoutRepeats(withoutParts(withoutWalks(withoutParts(plain, own)), []));
    return rest.replaceAll(/\p{N}{1,4}$/gu, '').length;
  });
  return Math.min(...readings);
}

function refusal(message: string, path: string): AppError {
  return new AppError('invalid_request', 'Choose another password.', { fields: [{ path, message }] });
}

/** Errors: `invalid_request`, naming the field `path`. */
export function requireStrongPassword(password: string, email: string, path: string): void {
  if ([...password].length < ADMIN_PASSWORD_MIN_CHARS) {
    throw refusal(`Must have ${ADMIN_PASSWORD_MIN_CHARS} characters at least`, path);
  }
  const squeezed = asLetters(password.toLowerCase()).replaceAll(/[^\p{L}\p{N}]/gu, '');
  const own = email
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part.length >= OWN_PART_MIN_CHARS)
    .sort((a, b) => b.length - a.length);
  if (own.some((part) => squeezed.includes(asLetters(part))) && leftOf(password, own) < LEFT_MIN_CHARS) {
    throw refusal('Is little more than the e-mail address', path);
  }
  const phrase = COMMON_PHRASES.find((known) => squeezed.includes(asLetters(known)));
  const left = phrase ? leftOf(squeezed.replace(asLetters(phrase), ''), own) : leftOf(password, own);
  if (left < LEFT_MIN_CHARS || new Set(password.toLowerCase()).size < DISTINCT_MIN_CHARS) {
    throw refusal('Is among the first that are guessed: common words, sequences or repetitions', path);
  }
}
