/** Telephone numbers: by shape and by the words around, then by the numbering plans (libphonenumber, its full metadata). */
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { labelAfter, labelsOf } from './pii-context.ts';
import { type DigitGroup, type DigitRun, sizeOf } from './pii-digit-runs.ts';
import type { Span } from './pii-types.ts';

const PHONE_MIN_DIGITS = 7;
const PHONE_MAX_DIGITS = 15;
const PHONE_MAX_GROUPS = 8;
/** Without a word that says so, fewer digits are dates, prices and times. */
const UNNAMED_MIN_DIGITS = 9;
/** A look costs some 30 µs. Beyond so many in one text, the shape decides: too much is masked rather than too little. */
const LOOKS_MAX = 120;

/** Plans by which national numbers are read, the likeliest first. */
const COUNTRIES: readonly CountryCode[] = [
  ...([
    'US',
    'GB',
    'DE',
    'FR',
    'ES',
    'IT',
    'NL',
    'BE',
    'AT',
    'CH',
    'PL',
    'PT',
    'SE',
    'NO',
    'DK',
    'FI',
    'IE',
  ] as const),
  ...([
    'CZ',
    'HU',
    'GR',
    'TR',
    'RU',
    'UA',
    'RO',
    'IL',
    'AE',
    'IN',
    'CN',
    'JP',
    'KR',
    'AU',
    'NZ',
    'BR',
    'MX',
  ] as const),
  ...(['AR', 'ZA', 'NG', 'EG', 'SG', 'HK', 'MY', 'TH', 'ID', 'PH', 'VN'] as const),
];
/** Where a leading zero is dialled, so that a number shows by it. */
const ZERO_COUNTRIES: readonly CountryCode[] = [
  'GB',
  'DE',
  'FR',
  'NL',
  'BE',
  'AT',
  'CH',
  'IT',
  'SE',
  'IE',
  'AU',
  'JP',
  'ZA',
];

const PHONE_WORD =
  /\bphone|smartphone|\btel\b|\btele?f|t[ée]l[ée]ph|\bcall|\bring\b|\bmobil|m[oó]vil|\bcell|handy|\bfax\b|\bsms\b|\btext me|\btext\b|whatsapp|\bsignal\b|\bviber\b|anruf|\brufen|zurückruf|\bruf\b|appel|num[ée]ro est|num[ée]ro\s*:|portable|ll[áa]m|celular|cellulare|numero è|chiam|\bbel\b|bellen|\bgsm\b|telemóvel|\blig(?:ue|ar)\b|zadzwo|dzwoni|komórk|my number|meine nummer|mi número|reach me|contact no|contact number|電話|携帯|电话|手机|هاتف|тел[.:е]|звон/giu;
const OTHER_WORD =
  /order|bestell|auftrag|commande|pedido|ordine|zamówien|invoice|rechnung|facture|factura|kunden|customer|\bclient\b|account|\biban\b|isbn|\bean\b|gtin|\bupc\b|barcode|\bsku\b|\bart\.|artikel|\bpart\b|serial|\bs\/n\b|model|\btype\b|imei|iccid|\bsim\b|siret|siren|\bvat\b|ust-id|steuer|\btax\b|contract|vertrag|policy|versicherung|\bref\b|referen|\bcase\b|\bticket\b|tracking|sendung|paket|parcel|usps|\bups\b|\bdhl\b|\bdpd\b|fedex|booking|\bpnr\b|flight|member|loyalty|points|meter|zähler|postcode|\bzip\b|\bpmid\b|arxiv|\bdoi\b|version|\bbuild\b|opening|\bhours\b|\bpages?\b|\brooms?\b|\bids?\b|reading|mileage|company number/giu;
const PHONE_AFTER = /^[\s,.()-]{0,4}(?:is my|ist meine|est mon|es mi|è il mio)\b/i;
const DATE = /^(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})(?!\d)/;
const YEARS = /^(?:(?:19|20)\d\d[ /-]{1,3}){1,3}(?:19|20)\d\d$/;
const NORTH_AMERICAN = /^(?:\+?1[-. ])?(?:\(\d{3}\) ?|\d{3}[-.])\d{3}[-. ]\d{4}$/;

export function findPhones(text: string, runs: readonly DigitRun[]): Span[] {
  if (runs.length === 0) return [];
  const phoneWords = labelsOf(text, PHONE_WORD);
  const otherWords = labelsOf(text, OTHER_WORD);
  let looks = 0;

  function isOfPlan(
    number: string,
    countries: readonly (CountryCode | undefined)[],
    possible = false,
  ): boolean {
    for (const defaultCountry of countries) {
      if (++looks > LOOKS_MAX) return true;
      const plan = defaultCountry ? { defaultCountry } : {};
      const parsed = parsePhoneNumberFromString(number, { ...plan, extract: false });
      if (parsed?.isValid() || (possible && parsed?.isPossible())) return true;
    }
    return false;
  }

  /** By the nearest word before it. */
  function whatIsNamed(start: number): 'phone' | 'other' | null {
    const phone = phoneWords.last(start);
    const other = otherWords.last(start);
    if (phone > other) return 'phone';
    return other >= 0 ? 'other' : null;
  }

  function isPhone(start: number, end: number, before: 'phone' | 'other' | null): boolean {
    const named = before ?? (labelAfter(text, end, PHONE_AFTER) ? 'phone' : null);
    const number = text.slice(start, end);
    const abroad = /^\(?(?:\+|00(?=[1-9]))/.exec(number)?.[0];
    if (abroad !== undefined) {
      if (named === 'other' && !abroad.includes('+')) return false;
      const international = `+${number.slice(abroad.length).replace('(0)', '')}`;
      return isOfPlan(international, [undefined], named === 'phone');
    }
    if (named === 'other' || DATE.test(number) || YEARS.test(number)) return false;
    if (named === 'phone') return isOfPlan(number, COUNTRIES);
    if (NORTH_AMERICAN.test(number)) return isOfPlan(number, ['US']);
    return (
      /^\(?0[1-9]/.test(number) &&
      number.replace(/\D/g, '').length >= UNNAMED_MIN_DIGITS &&
      isOfPlan(number, ZERO_COUNTRIES)
    );
  }

  function lastOfPhone(run: DigitRun, first: number): number | null {
    if (first > 0 && isGlued(run[first])) return null;
    const start = run[first]!.start - openedBy(run[first]!);
    const named = whatIsNamed(run[first]!.start);
    if (named !== 'phone' && !mayBeUnnamed(text, start, run[first]!)) return null;
    return candidates(run, first).find((last) => isPhone(start, run[last]!.end, named)) ?? null;
  }

  const spans: Span[] = [];
  for (const run of runs) {
    for (let first = 0; first < run.length; ) {
      const last = lastOfPhone(run, first);
      if (last !== null)
        spans.push({ start: run[first]!.start - openedBy(run[first]!), end: run[last]!.end });
      first = (last ?? first) + 1;
    }
  }
  return spans;
}

/** How many of the characters just before a group belong to its number. */
function openedBy({ before }: DigitGroup): number {
  let opened = 0;
  while (opened < 2 && '+('.includes(before.at(-1 - opened) ?? ' ')) opened += 1;
  return opened;
}

/** From abroad, with a leading zero, in brackets, or as in North America. */
function mayBeUnnamed(text: string, start: number, group: DigitGroup): boolean {
  const digits = sizeOf(group);
  return '+(0'.includes(text[start]!) || digits === 3 || (digits === 1 && text[start] === '1');
}

/** A dash or dot without spaces goes on with the number: a part of it is none. */
function isGlued(group: DigitGroup | undefined): boolean {
  return group?.before === '-' || group?.before === '.';
}

/** Last groups, the longest number first. */
function candidates(run: DigitRun, first: number): number[] {
  const lasts: number[] = [];
  let digits = 0;
  for (let last = first; last < run.length && last - first < PHONE_MAX_GROUPS; last++) {
    if (last > first && run[last]!.before.includes('+')) break;
    digits += sizeOf(run[last]!);
    if (digits > PHONE_MAX_DIGITS) break;
    if (digits >= PHONE_MIN_DIGITS && !isGlued(run[last + 1])) lasts.push(last);
  }
  return lasts.reverse();
}
