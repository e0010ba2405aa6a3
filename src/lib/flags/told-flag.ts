/** A flag as the API tells it: what is declared, what is set, and how its rollout goes. */
import type { FlagState } from '#lib/contracts/flags.ts';
import type { FlagKey } from '#lib/core/flag-keys.ts';
import { declarationOf } from './catalogue.ts';
import { isPartial } from './decide-flag.ts';
import type { FlagRow } from './flag-store.ts';
import { canBeJudged } from './judge-cohort.ts';
import type { CohortRow } from './outcome-store.ts';

const NONE = { tenants: 0, calls: 0, failed: 0, slow: 0 };

export function toldFlag(key: FlagKey, row: FlagRow, cohorts: readonly CohortRow[]): FlagState {
  const { kind, variants, description, off, owner, slowAfterMs } = declarationOf(key);
  const side = (name: CohortRow['side']) => {
    const found = cohorts.find((one) => one.key === key && one.side === name);
    return found
      ? { tenants: found.tenants, calls: found.calls, failed: found.failed, slow: found.slow }
      : NONE;
  };
  const [cohort, rest] = [side('cohort'), side('rest')];
  return {
    key,
    kind,
    variants: [...variants],
    description,
    off,
    owner,
    enabled: row.enabled,
    percentage: row.percentage,
    variant: row.variant,
    allow: row.allow,
    deny: row.deny,
    version: row.version,
    updated_by: row.version === 0 ? null : row.updated_by,
    updated_at: row.version === 0 ? null : row.updated_at.toISOString(),
    slow_after_ms: slowAfterMs,
    guard: guardOf(row, cohort.tenants, rest.tenants),
    cohort,
    rest,
  };
}

function guardOf(row: FlagRow, cohortTenants: number, restTenants: number): FlagState['guard'] {
  if (!isPartial(row)) return 'idle';
  return canBeJudged(cohortTenants, restTenants) ? 'watching' : 'too_few_tenants';
}
