/** Masks what a visitor typed, before anything else sees it: what is masked here cannot leak further on (decision 021). */
import type { Telemetry } from '#lib/ports/telemetry.ts';
import type { PiiType } from './pii.ts';
import { type MaskedText, maskPii } from './pii-mask.ts';

/** Counted by type; the values go nowhere. */
export function maskQuestion({ telemetry }: { telemetry: Telemetry }, text: string): MaskedText {
  const masked = maskPii(text);
  for (const [type, count] of Object.entries(masked.counts))
    telemetry.count('frontdesk_pii_detections_total', { type: type as PiiType }, count);
  return masked;
}

/** The text alone. */
export function maskVisitorText(ports: { telemetry: Telemetry }, text: string): string {
  return maskQuestion(ports, text).text;
}
