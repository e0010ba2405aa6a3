/** Puts the name of what was found in its place, such as `[email]`, in texts and in whatever holds texts. */
import { detectPii, type PiiOptions, type PiiType } from './pii.ts';
import { maskNumber } from './pii-numbers.ts';
import { PII_TYPES } from './pii-types.ts';

export type PiiCounts = Partial<Record<PiiType, number>>;

export interface MaskedText {
  text: string;
  /** How many of each type were masked; what they were is nowhere kept. */
  counts: PiiCounts;
}

export interface MaskOptions extends PiiOptions {
  /** Told of each text in which something was found. */
  onFound?: (counts: PiiCounts) => void;
}

export interface MaskDeepOptions extends MaskOptions {
  /** Whether numbers may be personal data as well, as in what others send; ours are measures (default: not). */
  numbers?: boolean;
}

/** What a reader of the log must have as it is, on purpose. */
export class Unmasked {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }

  toJSON(): string {
    return this.value;
  }
}

const DEPTH_MAX = 8;
const TOO_DEEP = '[too deep]';

export function maskPii(text: string, options: MaskOptions = {}): MaskedText {
  const spans = detectPii(text, options);
  if (spans.length === 0) return { text, counts: {} };
  const pieces: string[] = [];
  const counts: PiiCounts = {};
  let end = 0;
  for (const span of spans) {
    pieces.push(text.slice(end, span.start), `[${span.type}]`);
    counts[span.type] = (counts[span.type] ?? 0) + 1;
    end = span.end;
  }
  pieces.push(text.slice(end));
  options.onFound?.(counts);
  return { text: pieces.join(''), counts };
}

const MASK = new RegExp(`\\[(?:${PII_TYPES.join('|')})\\]`, 'i');

/** Whether something in the text was masked, or looks as if it were. */
export function holdsMask(text: string): boolean {
  return MASK.test(text);
}

/** The same value with every text in it masked, keys and errors' texts too; of errors, plain objects are made. */
export function maskDeep(value: unknown, options: MaskDeepOptions = {}, depth = 0, name = ''): unknown {
  if (typeof value === 'string') return maskPii(value, options).text;
  if (typeof value === 'number' && options.numbers)
    return maskNumber(name, value, (text) => maskPii(text, options).text);
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Unmasked)
    return value;
  if (depth >= DEPTH_MAX) return TOO_DEEP;
  const masked = (one: unknown, key = name) => maskDeep(one, options, depth + 1, key);
  if (Array.isArray(value)) return value.map((one) => masked(one));
  if (value instanceof Error) return masked(partsOf(value));
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return '[bytes]';
  const { toJSON } = value as { toJSON?: () => unknown };
  if (typeof toJSON === 'function') return masked(toJSON.call(value));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [maskPii(key, options).text, masked(one, key)]),
  );
}

function partsOf({ name, message, stack, cause }: Error): Record<string, unknown> {
  return { type: name, message, stack, ...(cause === undefined ? {} : { cause }) };
}
