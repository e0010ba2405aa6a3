/** Numbers in JSON are personal data where the same digits in a text, after the name that they have, would be. */

/** Of seven digits: smaller ones are amounts and measures. */
const NUMBER_MIN = 1_000_000;
const SSN_DIGITS = 9;
const NAME_MAX_CHARS = 100;
const PHONE_NAME = /phone|\btel|mobil|\bcell|\bfax\b|whatsapp|\bsms\b/i;
const SSN_NAME = /\bssn\b|social sec/i;
/** Of the digits of such a number some are lost already; it is of no use to anybody. */
const ROUNDED = '[number]';

/** The number as it is, or what stands in its place. */
export function maskNumber(name: string, value: number, mask: (text: string) => string): number | string {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return ROUNDED;
  if (Math.abs(value) < NUMBER_MIN) return value;
  const digits = String(value);
  const said = `${wordsOf(name)}: `;
  for (const spelled of spellings(said, digits)) {
    const masked = mask(said + spelled);
    if (masked.endsWith(spelled)) continue;
    return masked.startsWith(said) ? masked.slice(said.length) : ROUNDED;
  }
  return value;
}

/** `orderNumber` and `order_number` as words. */
function wordsOf(name: string): string {
  return name
    .slice(-NAME_MAX_CHARS)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ');
}

/** A number has no sign in front and no zero. */
function spellings(said: string, digits: string): string[] {
  if (PHONE_NAME.test(said)) return [digits, `+${digits}`, `0${digits}`];
  return SSN_NAME.test(said) ? [digits.padStart(SSN_DIGITS, '0')] : [digits];
}
