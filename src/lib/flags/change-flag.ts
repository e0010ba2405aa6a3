/** Changes a flag's rule in a transaction, with the audit row, whoever wants it changed. */
import { audit } from '#lib/admin/audit.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import type { FlagKey } from '#lib/core/flag-keys.ts';
import type { PlatformTransaction } from '#lib/ports/database.ts';
import { defaultRule } from './decide-flag.ts';
import { type FlagRow, raiseFlagsVersion, selectFlag, upsertFlag } from './flag-store.ts';

/** What the product did by itself, on the evidence of its alert. */
const GUARD = { kind: 'guard', requestId: null, address: null } as const;

export interface FlagChange {
  /** What it was made from. */
  version: number;
  change: Partial<Pick<FlagRow, 'enabled' | 'percentage' | 'variant' | 'allow' | 'deny'>>;
}

/** The row as it is now; null, and nothing is changed, when the flag is at another version. */
export async function changeFlag(
  tx: PlatformTransaction,
  by: AdminCaller | 'guard',
  key: FlagKey,
  { version, change }: FlagChange,
): Promise<FlagRow | null> {
  await raiseFlagsVersion(tx);
  const before = (await selectFlag(tx, key)) ?? rowOfDefault(key);
  if (before.version !== version) return null;
  const after: FlagRow = {
    ...before,
    ...change,
    version: version + 1,
    updated_by: by === 'guard' ? 'guard' : by.email,
    updated_at: new Date(),
  };
  await upsertFlag(tx, after);
  const actor = by === 'guard' ? GUARD : by;
  await audit(tx, actor, {
    action: 'flag.set',
    subject: `flag:${key}`,
    before: told(before),
    after: told(after),
  });
  return after;
}

export function rowOfDefault(key: FlagKey): FlagRow {
  const rule = defaultRule(key);
  return { ...rule, key, allow: [], deny: [], updated_by: 'catalogue', updated_at: new Date(0) };
}

function told({ key: _, updated_at: __, updated_by: ___, ...rule }: FlagRow) {
  return rule;
}
