/** What personal data and secrets are called, and where in a text they stand. */

export const PII_TYPES = [
  'private_key',
  'jwt',
  'api_key',
  'email',
  'iban',
  'card',
  'ssn',
  'ip',
  'phone',
] as const;
export type PiiType = (typeof PII_TYPES)[number];

/** Half open, in UTF-16 units. */
export interface Span {
  start: number;
  end: number;
}

export interface PiiSpan extends Span {
  type: PiiType;
}
