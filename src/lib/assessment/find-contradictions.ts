/** Finds pairs of sentences that say the same with another number, or with and without "not". Pure. */
import { splitSentences } from '#lib/rag/sentences.ts';
import { tokenize } from '#lib/rag/tokenize.ts';

export interface Statement {
  sourceId: string;
  text: string;
}

export type Contradiction = readonly [Statement, Statement];

interface Claim extends Statement {
  chunk: number;
  /** Words without numbers, with the title of the place for context. */
  terms: ReadonlySet<string>;
  quantities: ReadonlyMap<string, ReadonlySet<string>>;
  negated: boolean;
}

/** Claims compared at most; each with all others. */
const CLAIMS_MAX = 600;
const TERMS_MIN = 2;
const QUANTITY =
  /([$€£]|C\$|CHF|USD|EUR)?\s?(\d{1,3}(?:[,.]\d{3})+|\d+(?:[.:]\d+)?)\s?(%|am\b|pm\b|[a-z]{2,}\b)?/gi;
const NUMBER_WORDS: Record<string, string> = {
  one: '1', two: '2', three: '3', four: '4', five: '5', six: '6', seven: '7', eight: '8', nine: '9', ten: '10',
  eleven: '11', twelve: '12', fourteen: '14', fifteen: '15', eighteen: '18', twenty: '20', 'twenty-one': '21',
  thirty: '30', forty: '40', fifty: '50', sixty: '60', ninety: '90',
}; // biome-ignore format: a table
const NUMBER_WORD = new RegExp(
  `\\b(?:${Object.keys(NUMBER_WORDS)
    .sort((a, b) => b.length - a.length)
    .join('|')})\\b`,
  'gi',
);
const NEGATION = /\b(?:not|no|never|cannot|n't|without|don't|doesn't|isn't|aren't)\b/i;

/** At most `limit`. Sentences of one chunk are not compared: a list is not a contradiction. */
export function findContradictions(
  chunks: readonly { sourceId: string; text: string }[],
  limit: number,
): Contradiction[] {
  const claims: Claim[] = [];
  chunks.forEach(({ sourceId, text }, chunk) => {
    for (const sentence of splitSentences(text)) {
      if (claims.length < CLAIMS_MAX) claims.push(claimOf(sourceId, sentence.text, chunk));
    }
  });
  const found: Contradiction[] = [];
  const used = new Set<Claim>();
  for (const [at, a] of claims.entries()) {
    for (const b of claims.slice(at + 1)) {
      if (a.chunk === b.chunk || used.has(a) || used.has(b) || !contradict(a, b)) continue;
      used.add(a).add(b);
      found.push([pick(a), pick(b)]);
      if (found.length === limit) return found;
    }
  }
  return found;
}

const pick = ({ sourceId, text }: Claim): Statement => ({ sourceId, text });

function claimOf(sourceId: string, text: string, chunk: number): Claim {
  const digits = text.replace(NUMBER_WORD, (word) => NUMBER_WORDS[word.toLowerCase()]!);
  const quantities = new Map<string, Set<string>>();
  for (const [, currency, number = '', unit] of digits.matchAll(QUANTITY)) {
    const kind = currency
      ? currency.toUpperCase()
      : number.includes(':')
        ? 'time'
        : (tokenize(unit ?? '')[0] ?? unit ?? '');
    const values = quantities.get(kind) ?? new Set<string>();
    quantities.set(kind, values.add(number.replaceAll(',', '')));
  }
  const terms = new Set(tokenize(digits).filter((term) => !/\d/.test(term)));
  return { sourceId, text, chunk, terms, quantities, negated: NEGATION.test(text) };
}

/** Only one of two sentences that are about different things has words for it that the other lacks. */
const FOREIGN_MAX = 0.34;

function contradict(a: Claim, b: Claim): boolean {
  const common = [...a.terms].filter((term) => b.terms.has(term)).length;
  if (common < TERMS_MIN) return false;
  const [less, more] = a.terms.size <= b.terms.size ? [a, b] : [b, a];
  // All that the shorter one says, the longer one says too, but for a number.
  const foreign = (less.terms.size - common) / less.terms.size;
  if (foreign > FOREIGN_MAX || common < 0.45 * more.terms.size) return false;
  if (a.negated !== b.negated && common >= 0.8 * more.terms.size && common >= 3) return true;
  for (const [kind, values] of a.quantities) {
    const others = b.quantities.get(kind);
    if (others && [...values].every((value) => !others.has(value))) return foreign === 0 || common >= 4;
  }
  return false;
}
