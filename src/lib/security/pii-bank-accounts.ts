/** IBANs (ISO 13616): a country's structure and the check of ISO 7064, mod 97-10. */
import type { Span } from './pii-types.ts';

/** What follows the check digits: n digits, a letters, c either (SWIFT's registry, release 99). */
const STRUCTURES: Record<string, string> = Object.fromEntries(
  (
    'AD8n12c AE19n AL8n16c AT16n AZ4a20c BA16n BE12n BG4a6n8c BH4a14c BI23n BR23n1a1c BY4c4n16c CH5n12c CR18n ' +
    'CY8n16c CZ20n DE18n DJ23n DK14n DO4c20n EE16n EG25n ES20n FI14n FK2a12n FO14n FR10n11c2n GB4a14n GE2a16n ' +
    'GI4a15c GL14n GR7n16c GT24c HN4a20n HR17n HU24n IE4a14n IL19n IQ4a15n IS22n IT1a10n12c JO4a4n18c KW4a22c ' +
    'KZ3n13c LB4n20c LC4a24c LI5n12c LT16n LU3n13c LV4a13c LY21n MC10n11c2n MD20c ME18n MK3n10c2n MN16n MR23n ' +
    'MT4a5n18c MU4a19n3a NI4a20n NL4a10n NO11n OM3n16c PK4a16c PL24n PS4a21c PT21n QA4a21c RO4a16c RS18n ' +
    'RU14n15c SA2n18c SC4a20n3a SD14n SE20n SI15n SK20n SM1a10n12c SO19n ST21n SV4a20n TL19n TN20n TR6n16c ' +
    'UA6n19c VA18n VG4a16n XK16n YE4a4n18c'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), spelled(entry.slice(2))]),
);
const SEPARATORS_MAX = 2;
/** The letter of an escape as in JSON (`\nGB29…`) is no part of a word. */
const BEGINS = /(?:(?<![A-Za-z0-9])|(?<=\\[bfnrt]))[A-Za-z]{2}[ .-]{0,2}\d[ .-]{0,2}\d/g;

/** `4a2n` as `aaaann`. */
function spelled(structure: string): string {
  return structure.replace(/(\d{1,2})([anc])/g, (_, count: string, kind: string) =>
    kind.repeat(Number(count)),
  );
}

const isDigit = (code: number) => code >= 48 && code <= 57;
const isLetter = (code: number) => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
const fits = (code: number, kind: string) =>
  (kind !== 'a' && isDigit(code)) || (kind !== 'n' && isLetter(code));

export function findIbans(text: string): Span[] {
  const spans: Span[] = [];
  BEGINS.lastIndex = 0;
  for (let begin = BEGINS.exec(text); begin; begin = BEGINS.exec(text)) {
    const end = endOfIban(text, begin.index);
    if (end !== null) spans.push({ start: begin.index, end });
    BEGINS.lastIndex = end ?? begin.index + 1;
  }
  return spans;
}

function endOfIban(text: string, start: number): number | null {
  const structure = STRUCTURES[text.slice(start, start + 2).toUpperCase()];
  if (structure === undefined) return null;
  const wanted = `aann${structure}`;
  let characters = '';
  let at = start;
  for (let separators = 0; characters.length < wanted.length; at++) {
    const code = text.charCodeAt(at);
    if (fits(code, wanted[characters.length]!)) {
      characters += text[at];
      separators = 0;
    } else if (!(' .-'.includes(text.charAt(at) || 'x') && ++separators <= SEPARATORS_MAX)) return null;
  }
  const next = text.charCodeAt(at);
  return !isDigit(next) && !isLetter(next) && remainder97(characters) === 1 ? at : null;
}

function remainder97(iban: string): number {
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder;
}
