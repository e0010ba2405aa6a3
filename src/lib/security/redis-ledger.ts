/** What this instance admitted lately, key by key: the basis of its share while Redis is down, and given back after a loss. */
import {
  add,
  addAt,
  type Counts,
  copyCounts,
  emptyCounts,
  roll,
  type Shape,
  spanMs,
} from './memory-window.ts';
import type { Item, Lost } from './redis-wire.ts';

/** About 200 bytes each, up to 1 kB for a busy one. Beyond, the oldest key is forgotten and its bound is that of a key without ledger. */
const KEYS_MAX = 50_000;
const SWEEP_KEYS = 2;

export interface LedgerEntry {
  shape: Shape;
  /** Everything it admitted, with Redis or without. */
  own: Counts;
  /** The part of it that Redis does not have; null when it has all. */
  missing: Counts | null;
  /** What it admitted of the reserve, which is never Redis's business. */
  spare: Counts;
}

/** Bucket and units of every bucket that holds something. */
function pairsOf({ last, count, older }: Counts): number[] {
  return count > 0 ? [...older, last, count] : [...older];
}

export function createLedger(nowMs: () => number, keysMax = KEYS_MAX) {
  const entries = new Map<string, LedgerEntry>();
  const missing = new Set<string>();
  let sweep = entries.entries();

  function sweepSome(): void {
    for (let looked = 0; looked < SWEEP_KEYS; looked++) {
      const next = sweep.next();
      if (next.done) {
        sweep = entries.entries();
        return;
      }
      const [key, { own, spare, shape }] = next.value;
      if (Math.max(own.last, spare.last) * shape.widthMs + spanMs(shape) <= nowMs()) drop(key);
    }
  }

  function drop(key: string): void {
    entries.delete(key);
    missing.delete(key);
  }

  function entryOf({ key, shape }: Item): LedgerEntry {
    let entry = entries.get(key);
    if (entry === undefined) {
      sweepSome();
      if (entries.size >= keysMax) drop(entries.keys().next().value as string);
      entry = { shape, own: emptyCounts(), missing: null, spare: emptyCounts() };
      entries.set(key, entry);
    }
    return entry;
  }

  return {
    /** Notes what Redis admitted. */
    admitted(item: Item, redisMs: number): void {
      const { own } = entryOf(item);
      roll(own, Math.floor(redisMs / item.shape.widthMs), item.shape);
      add(own, item.limit.cost);
    },
    /** The entry of a key, moved on to now. */
    at(item: Item): LedgerEntry {
      const entry = entryOf(item);
      const bucket = Math.floor(nowMs() / item.shape.widthMs);
      roll(entry.own, bucket, item.shape);
      roll(entry.spare, bucket, item.shape);
      return entry;
    },
    /** Notes what was admitted without Redis, out of the instance's share or of its reserve. */
    admittedAlone(item: Item, from: 'share' | 'reserve'): void {
      const entry = this.at(item);
      if (from === 'reserve') {
        add(entry.spare, item.limit.cost);
        return;
      }
      add(entry.own, item.limit.cost);
      entry.missing ??= emptyCounts();
      addAt(entry.missing, entry.own.last, item.limit.cost, entry.shape);
      missing.add(item.key);
    },
    /** Whether Redis has not yet been told of all admissions of this key. */
    isMissing: (key: string) => missing.size > 0 && missing.has(key),
    missingKeys: () => missing.size,
    /** Redis has lost everything. */
    lostAll(): void {
      for (const [key, entry] of entries) {
        if (entry.own.total === 0) continue;
        entry.missing = copyCounts(entry.own);
        missing.add(key);
      }
    },
    forget: drop,
    size: () => entries.size,
    /**
     * Gives what is missing to `send`, some hundred keys at a time, until nothing is. Rejects when `send` does; what may or may
     * not have arrived is then sent again, which counts it twice at worst and never admits more.
     */
    async giveBack(send: (losses: Lost[]) => Promise<void>, keysAtOnce: number): Promise<void> {
      while (missing.size > 0) {
        const keys = [...missing].slice(0, keysAtOnce);
        const sent = keys.map((key) => {
          const entry = entries.get(key)!;
          const counts = entry.missing!;
          entry.missing = null;
          return { key, entry, counts };
        });
        try {
          await send(
            sent.map(({ key, entry, counts }) => ({ key, shape: entry.shape, pairs: pairsOf(counts) })),
          );
        } catch (error) {
          for (const { entry, counts } of sent) restore(entry, counts);
          throw error;
        }
        for (const { key, entry } of sent) if (entry.missing === null) missing.delete(key);
      }
    },
  };

  function restore(entry: LedgerEntry, counts: Counts): void {
    const later = entry.missing;
    entry.missing = counts;
    if (later === null) return;
    const pairs = pairsOf(later);
    for (let at = 0; at < pairs.length; at += 2) addAt(counts, pairs[at]!, pairs[at + 1]!, entry.shape);
  }
}

export type Ledger = ReturnType<typeof createLedger>;
