/** A flag as it is being edited: what differs from what is set, and whether it can be saved. */
import type { FlagState, SetFlagInput } from '#lib/contracts/flags.ts';
import { parseTenantIds } from './parse-tenant-ids.ts';

export interface FlagDraft {
  enabled: boolean;
  percentage: number;
  variant: string;
  /** As typed: one id a line. */
  allow: string;
  deny: string;
}

export function draftOf(flag: FlagState): FlagDraft {
  const { enabled, percentage, variant } = flag;
  return { enabled, percentage, variant, allow: flag.allow.join('\n'), deny: flag.deny.join('\n') };
}

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((id) => b.includes(id));

/** What is to be sent; null while nothing differs, or while a list has an error. */
export function changeOf(flag: FlagState, draft: FlagDraft): SetFlagInput | null {
  const [allow, deny] = [parseTenantIds(draft.allow), parseTenantIds(draft.deny)];
  if (allow.error !== null || deny.error !== null) return null;
  const { enabled, percentage, variant } = draft;
  const changed =
    enabled !== flag.enabled ||
    percentage !== flag.percentage ||
    variant !== flag.variant ||
    !same(allow.ids, flag.allow) ||
    !same(deny.ids, flag.deny);
  if (!changed) return null;
  return { version: flag.version, enabled, percentage, variant, allow: allow.ids, deny: deny.ids };
}
