/** Rows of feature flags: the rules that operators set, and the one version by which instances see that one changed. */
import { sql } from 'kysely';
import type { PlatformTransaction } from '#lib/ports/database.ts';

export interface FlagRow {
  key: string;
  enabled: boolean;
  percentage: number;
  variant: string;
  allow: string[];
  deny: string[];
  version: number;
  updated_by: string;
  updated_at: Date;
}

const COLUMNS = [
  'key',
  'enabled',
  'percentage',
  'variant',
  'allow',
  'deny',
  'version',
  'updated_by',
  'updated_at',
] as const;

/** Of all flags together; rises with each change. */
export async function selectFlagsVersion(tx: PlatformTransaction): Promise<number> {
  const { rows } = await sql<{
    version: number;
  }>`select version::float8 as version from flags_version`.execute(tx);
  return rows[0]!.version;
}

/** Only flags that were ever set. */
export function selectFlags(tx: PlatformTransaction): Promise<FlagRow[]> {
  return tx.selectFrom('flags').select(COLUMNS).orderBy('key').execute();
}

export function selectFlag(tx: PlatformTransaction, key: string): Promise<FlagRow | undefined> {
  return tx.selectFrom('flags').select(COLUMNS).where('key', '=', key).executeTakeFirst();
}

/** Until this transaction ends, no other one changes a flag; when it commits, every instance will look. */
export async function raiseFlagsVersion(tx: PlatformTransaction): Promise<void> {
  await sql`update flags_version set version = version + 1`.execute(tx);
}

/** Under raiseFlagsVersion. What the guard knew of the version before is forgotten. */
export async function upsertFlag(tx: PlatformTransaction, row: FlagRow): Promise<void> {
  const { key, ...rest } = row;
  const fresh = { ...rest, looks: 0, looked_calls: 0 };
  await tx
    .insertInto('flags')
    .values({ key, ...fresh })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(fresh))
    .execute();
  await tx.deleteFrom('flag_outcomes').where('key', '=', key).execute();
}
