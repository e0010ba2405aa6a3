/** Turns a flag off by itself when the tenants it is on for fare significantly worse than the rest, and raises an alert. */
import type { FlagKey } from '#lib/core/flag-keys.ts';
import { newId } from '#lib/core/ids.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import { changeFlag } from './change-flag.ts';
import { isIn } from './decide-flag.ts';
import { isLookDue, type Judgement, judgeCohort } from './judge-cohort.ts';
import { insertAlert, lockForLook, noteLook, selectOutcomes } from './outcome-store.ts';

export interface GuardPorts {
  database: Database;
  log: Log;
  telemetry?: Telemetry;
}

/**
 * Looks at what all instances have counted, if there is enough of it that is new, and returns whether the flag was turned
 * off. Never rejects: what fails is logged, and the next look sees the same counts. Safe to call from every instance.
 */
export async function guardFlag(ports: GuardPorts, key: FlagKey): Promise<boolean> {
  try {
    const seen = await look(ports, key);
    if (!seen?.judgement.harm) return false;
    return await turnOff(ports, key, seen);
  } catch (err) {
    ports.log.warn({ err, flag: key }, 'the guard could not look at a flag');
    return false;
  }
}

interface Seen {
  version: number;
  judgement: Judgement;
}

function look({ database }: GuardPorts, key: FlagKey): Promise<Seen | null> {
  return database.asPlatform('poll-flags', async (tx) => {
    const watched = await lockForLook(tx, key);
    if (!watched) return null;
    const { version, percentage, looks, looked_calls: before, calls } = watched;
    if (!isLookDue(calls, before)) return null;
    const rows = await selectOutcomes(tx, key, version);
    const units = rows.map((row) => ({ ...row, on: isIn(row.bucket, percentage) }));
    await noteLook(tx, key, calls);
    return { version, judgement: judgeCohort(units, looks + 1) };
  });
}

/** An operator who changed the flag meanwhile wins, and so does another instance that was faster. */
async function turnOff({ database, log, telemetry }: GuardPorts, key: FlagKey, seen: Seen): Promise<boolean> {
  const { version, judgement } = seen;
  const off = await database.asPlatform('set-flag', async (tx) => {
    const changed = await changeFlag(tx, 'guard', key, { version, change: { enabled: false } });
    if (changed) await insertAlert(tx, { alert_id: newId(), key, version, evidence: { ...judgement } });
    return changed !== null;
  });
  if (off) {
    telemetry?.count('frontdesk_flag_guard_trips_total', { flag: key });
    log.error({ event: 'flag_guard_off', flag: key, version, ...judgement }, 'the guard turned a flag off');
  }
  return off;
}
