/**
 * An exact rolling window of counters: never more than N in any window position.
 *
 * A window of W ms has B buckets of w = ⌈W/B⌉ ms. At time t in bucket b, buckets b − B … b are counted whole. Together they
 * cover (t − W, t], since B·w ≥ W, so what is admitted at t leaves at most N in the window that ends at t, and every window with more
 * than N would end at some admission. The oldest bucket is counted whole although the window has partly left it: units
 * come back up to w late, so sustained throughput is at least N per W + w, a loss of at most 1/B.
 * With B = 0 the same rules count calendar windows.
 */
import type { Limit } from '#lib/ports/rate-limiter.ts';

const BUCKETS_DEFAULT = 60;

export interface Shape {
  widthMs: number;
  /** B: how many buckets before the current one still count. */
  buckets: number;
}

const shapes = new Map<number, Map<number, Shape>>();
/** Policies are few; more would be somebody's windows out of a request. */
const SHAPES_MAX = 1_000;

export function shapeOf({ algo, windowMs, buckets = BUCKETS_DEFAULT }: Limit): Shape {
  const parts = algo === 'calendar' ? 0 : buckets;
  const known = shapes.get(windowMs)?.get(parts);
  if (known) return known;
  const widthMs = Math.ceil(windowMs / Math.max(1, parts));
  const shape = { widthMs, buckets: parts === 0 ? 0 : Math.ceil(windowMs / widthMs) };
  if (shapes.size >= SHAPES_MAX) shapes.clear();
  const sameWindow = shapes.get(windowMs) ?? new Map<number, Shape>();
  shapes.set(windowMs, sameWindow.set(parts, shape));
  return shape;
}

/** How long what is admitted now may count. */
export function spanMs({ widthMs, buckets }: Shape): number {
  return widthMs * (buckets + 1);
}

/** The current bucket apart, older ones that hold something as pairs [bucket, units, bucket, units, …], oldest first. */
export interface Counts {
  total: number;
  last: number;
  count: number;
  older: number[];
}

export function emptyCounts(): Counts {
  return { total: 0, last: 0, count: 0, older: [] };
}

export function copyCounts(counts: Counts): Counts {
  return { ...counts, older: [...counts.older] };
}

/** Moves on to `bucket` and drops what no longer counts; a clock that went back stays where it was. */
export function roll(counts: Counts, bucket: number, { buckets }: Shape): void {
  if (bucket <= counts.last) return;
  if (bucket - counts.last > buckets) {
    counts.total = 0;
    counts.older = [];
  } else {
    if (counts.count > 0) counts.older.push(counts.last, counts.count);
    let gone = 0;
    while (gone < counts.older.length && bucket - counts.older[gone]! > buckets) {
      counts.total -= counts.older[gone + 1]!;
      gone += 2;
    }
    if (gone > 0) counts.older.splice(0, gone);
  }
  counts.last = bucket;
  counts.count = 0;
}

export function add(counts: Counts, units: number): void {
  counts.total += units;
  counts.count += units;
}

/** Adds to a bucket that may have passed; one that no longer counts is left out. */
export function addAt(counts: Counts, bucket: number, units: number, shape: Shape): void {
  if (bucket >= counts.last) {
    roll(counts, bucket, shape);
    add(counts, units);
    return;
  }
  if (counts.last - bucket > shape.buckets) return;
  counts.total += units;
  for (let at = 0; at <= counts.older.length; at += 2) {
    if (counts.older[at] === bucket) {
      counts.older[at + 1]! += units;
      return;
    }
    if (at === counts.older.length || counts.older[at]! > bucket) {
      counts.older.splice(at, 0, bucket, units);
      return;
    }
  }
}

/**
 * Gives units back, oldest first: whichever bucket they were taken in, every later window then counts at least what
 * it should.
 */
export function giveBack(counts: Counts, units: number): void {
  let left = Math.min(units, counts.total);
  counts.total -= left;
  while (left > 0 && counts.older.length > 0) {
    const taken = Math.min(left, counts.older[1]!);
    counts.older[1]! -= taken;
    left -= taken;
    if (counts.older[1] === 0) counts.older.splice(0, 2);
  }
  counts.count -= left;
}

/** Until `units` more fit under `limit` if nothing else comes; more than `limit` never fits, then a whole span. */
export function waitMs(counts: Counts, units: number, limit: number, shape: Shape, nowMs: number): number {
  let excess = counts.total + units - limit;
  if (excess <= 0) return 0;
  if (units > limit) return spanMs(shape);
  for (let at = 0; at < counts.older.length; at += 2) {
    excess -= counts.older[at + 1]!;
    if (excess <= 0) return leavesMs(counts.older[at]!, shape, nowMs);
  }
  return leavesMs(counts.last, shape, nowMs);
}

/** Until the oldest units come back; 0 when nothing is taken. */
export function oldestLeavesMs(counts: Counts, shape: Shape, nowMs: number): number {
  return counts.total === 0 ? 0 : leavesMs(counts.older[0] ?? counts.last, shape, nowMs);
}

function leavesMs(bucket: number, shape: Shape, nowMs: number): number {
  return Math.max(0, (bucket + shape.buckets + 1) * shape.widthMs - nowMs);
}
