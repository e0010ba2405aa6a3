/** Finds personal data and secrets in a text, in time linear in its length (decision 021). */
import { findIbans } from './pii-bank-accounts.ts';
import { findCards } from './pii-cards.ts';
import { apartFromLetters, apartFromWords, type DigitRun, digitRuns } from './pii-digit-runs.ts';
import { findEmails } from './pii-emails.ts';
import { findIpAddresses } from './pii-ip-addresses.ts';
import { findPhones } from './pii-phones.ts';
import { plainText } from './pii-plain-text.ts';
import { findApiKeys, findJwts, findPrivateKeys } from './pii-secrets.ts';
import { findSsns } from './pii-social-security.ts';
import { PII_TYPES, type PiiSpan, type PiiType, type Span } from './pii-types.ts';

export type { PiiSpan, PiiType } from './pii-types.ts';

export interface PiiOptions {
  /** Whether addresses of private networks count, which say where a machine is, not who (default: they do). */
  ownNetwork?: boolean;
}

/** The shortest that can be anything: `a@b.de`, `::1a`. */
const ANYTHING_MIN_CHARS = 5;
/** Without any of these there is nothing to find, and most texts have none. */
const HINT =
  /@|%40|:[^:]*:|\d[^\d]{0,3}\d[^\d]{0,3}\d[^\d]{0,3}\d|[A-Za-z]{2}[ .-]{0,2}\d[ .-]{0,2}\d|[\w-]{16}|-----BEGIN/;
const BLANK = '\0';

type Finder = (text: string, runs: () => readonly DigitRun[], options: PiiOptions) => readonly Span[];

/** Each sees what those before it left. */
const FINDERS: Record<PiiType, Finder> = {
  private_key: findPrivateKeys,
  jwt: findJwts,
  api_key: findApiKeys,
  email: findEmails,
  iban: findIbans,
  card: (text, runs) => findCards(text, apartFromLetters(text, runs())),
  ssn: (text, runs) => findSsns(text, apartFromLetters(text, runs())),
  ip: (text, _, options) => findIpAddresses(text, options),
  phone: (text, runs) => findPhones(text, apartFromWords(text, runs())),
};

/** In the order of the text, never overlapping. */
export function detectPii(text: string, options: PiiOptions = {}): PiiSpan[] {
  if (text.length < ANYTHING_MIN_CHARS) return [];
  const plain = plainText(text);
  if (!HINT.test(plain.text)) return [];
  const found: PiiSpan[] = [];
  let left = plain.text;
  let known: readonly DigitRun[] | null = null;
  const runs = () => {
    known ??= digitRuns(left);
    return known;
  };
  for (const type of PII_TYPES) {
    const spans = merged(FINDERS[type](left, runs, options));
    if (spans.length === 0) continue;
    left = blanked(left, spans);
    known = null;
    for (const span of spans) found.push({ type, ...plain.original(span) });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** In order, and those that overlap as one. */
function merged(spans: readonly Span[]): readonly Span[] {
  if (spans.length < 2) return spans;
  const whole: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = whole.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else whole.push({ ...span });
  }
  return whole;
}

function blanked(text: string, spans: readonly Span[]): string {
  const pieces: string[] = [];
  let end = 0;
  for (const span of spans) {
    pieces.push(text.slice(end, span.start), BLANK.repeat(span.end - span.start));
    end = span.end;
  }
  pieces.push(text.slice(end));
  return pieces.join('');
}
