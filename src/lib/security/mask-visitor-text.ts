/** Masks what a visitor typed, before anything else sees it: what is masked here cannot leak further on (decision 021). */
import { maskPii } from './pii-mask.ts';

export function maskVisitorText(text: string): string {
  return maskPii(text).text;
}
