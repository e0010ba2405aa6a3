/** Counts how calls ended until they are handed in: in memory, by flag and place in the rollout. */
import type { FlagDecision, FlagOutcome } from '#lib/ports/flags.ts';
import { declarationOf } from './catalogue.ts';
import type { OutcomeRow } from './outcome-store.ts';

export interface OutcomeTally {
  add(decision: FlagDecision, outcome: FlagOutcome): void;
  /** Everything so far, which is forgotten here. */
  take(): OutcomeRow[];
  /** What could not be handed in. */
  putBack(rows: readonly OutcomeRow[]): void;
}

/** Bounded: a row a place and flag, however long nobody takes it. */
export function outcomeTally(): OutcomeTally {
  let rows = new Map<string, OutcomeRow>();

  function rowOf({ key, version, bucket }: Pick<OutcomeRow, 'key' | 'version' | 'bucket'>): OutcomeRow {
    const id = `${key}/${bucket}`;
    let row = rows.get(id);
    // Of a flag that was changed since, only the newest version counts.
    if (!row || row.version < version) {
      row = { key, version, bucket, calls: 0, failed: 0, slow: 0 };
      rows.set(id, row);
    }
    return row;
  }

  function count(from: OutcomeRow): void {
    const row = rowOf(from);
    if (row.version !== from.version) return;
    row.calls += from.calls;
    row.failed += from.failed;
    row.slow += from.slow;
  }

  return {
    add({ key, version, bucket }, { failed, ms }) {
      if (bucket === null) return;
      const slow = Number(ms > declarationOf(key).slowAfterMs);
      count({ key, version, bucket, calls: 1, failed: Number(failed), slow });
    },
    take() {
      const taken = [...rows.values()];
      rows = new Map();
      return taken;
    },
    putBack: (taken) => taken.forEach(count),
  };
}
