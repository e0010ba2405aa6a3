/** All flags as they are set, how their rollouts go, and what the guard turned off. */
import { type FlagAlert, type FlagList, flagAlert, type ListFlagsInput } from '#lib/contracts/flags.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { FLAG_KEYS } from '#lib/core/flag-keys.ts';
import { FLAG_ALERTS_SHOWN } from '#lib/core/limits.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Flags } from '#lib/ports/flags.ts';
import { rowOfDefault } from './change-flag.ts';
import { selectFlags } from './flag-store.ts';
import { type AlertRow, selectAlerts, selectCohorts } from './outcome-store.ts';
import { toldFlag } from './told-flag.ts';

/** Any administrator. With `tenant_id`, what this instance gives that tenant now, as OpenFeature says it. */
export async function listFlags(
  ports: { database: Database; flags: Flags },
  _caller: AdminCaller,
  { tenant_id: tenantId }: ListFlagsInput,
): Promise<FlagList> {
  const { rows, cohorts, alerts } = await ports.database.asPlatform('list-flags', async (tx) => ({
    rows: await selectFlags(tx),
    cohorts: await selectCohorts(tx),
    alerts: await selectAlerts(tx, FLAG_ALERTS_SHOWN),
  }));
  const told = FLAG_KEYS.map(async (key) => {
    const row = rows.find((one) => one.key === key) ?? rowOfDefault(key);
    const flag = toldFlag(key, row, cohorts);
    if (tenantId === undefined) return flag;
    const { value, variant, reason } = await ports.flags.explain(key, tenantId);
    return { ...flag, for_tenant: { value, variant: variant ?? null, reason: reason ?? null } };
  });
  return { flags: await Promise.all(told), alerts: alerts.map(toldAlert) };
}

function toldAlert({ evidence, created_at, ...row }: AlertRow): FlagAlert {
  return flagAlert.parse({ ...row, ...evidence, created_at: created_at.toISOString() });
}
