/** The question that callers ask of a flag. */
import type { FlagKey } from '#lib/core/flag-keys.ts';
import type { Flags } from '#lib/ports/flags.ts';

/** From memory; never throws. */
export function isEnabled(flags: Pick<Flags, 'decide'>, key: FlagKey, tenantId: string): boolean {
  return flags.decide(key, tenantId).enabled;
}
