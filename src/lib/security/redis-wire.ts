/** How decisions travel to the Lua of redis-scripts.ts and back: little-endian, many in one call. */
import type { Limit, LimitState } from '#lib/ports/rate-limiter.ts';
import { type Shape, shapeOf } from './memory-window.ts';

const RULE_BYTES = 14;
const LIMIT_BYTES = 4;
const LOOK_ONLY = 128;
const STATE_BYTES = 8;

/** A limit with what it is called in Redis. */
export interface Item {
  limit: Limit;
  key: string;
  shape: Shape;
  /** What Redis enforces: the limit without what instances keep for the time without Redis. */
  enforced: number;
}

const RESERVE = 0.1;

/** A tenth, when that is at least one. */
export function reserveOf({ limit, onRedisDown }: Limit): number {
  return onRedisDown === 'reserve' ? Math.floor(limit * RESERVE) : 0;
}

/** The group of a key: what stands before its first `/`. */
export function groupOf(key: string): string {
  const slash = key.indexOf('/');
  return slash === -1 ? key : key.slice(0, slash);
}

/** `rl:{group}rest:name:bucket-ms`; the braces keep a group on one cluster slot. */
export function itemOf(limit: Limit): Item {
  const shape = shapeOf(limit);
  const group = groupOf(limit.key);
  const rest = group.length === limit.key.length ? '' : limit.key.slice(group.length);
  const key = `rl:{${group}}${rest}:${limit.name}:${shape.widthMs}`;
  return { limit, key, shape, enforced: limit.limit - reserveOf(limit) };
}

export interface Question {
  items: readonly Item[];
  /** False only to look. */
  take: boolean;
}

export interface EncodedBatch {
  keys: string[];
  args: Buffer[];
}

interface Rule {
  shape: Shape;
  limit: number;
  cost: number;
}

/** `firstIndex`: the place of the first counter among KEYS, from 1. */
export function encodeBatch(questions: readonly Question[], firstIndex: number): EncodedBatch {
  const places = new Map<string, number>();
  const keys: string[] = [];
  const rules: Rule[] = [];
  let bytes = 0;
  for (const { items } of questions) bytes += 1 + items.length * LIMIT_BYTES;
  const input = Buffer.allocUnsafe(bytes);
  let at = 0;
  for (const { items, take } of questions) {
    input[at++] = take ? items.length : items.length + LOOK_ONLY;
    for (const item of items) {
      let place = places.get(item.key);
      if (place === undefined) {
        place = keys.push(item.key) - 1 + firstIndex;
        places.set(item.key, place);
      }
      const rule = ruleOf(rules, item);
      input[at++] = place & 255;
      input[at++] = place >> 8;
      input[at++] = rule & 255;
      input[at++] = rule >> 8;
    }
  }
  return { keys, args: [input, encodeRules(rules)] };
}

function encodeRules(rules: readonly Rule[]): Buffer {
  const encoded = Buffer.allocUnsafe(rules.length * RULE_BYTES);
  for (const [i, { shape, limit, cost }] of rules.entries()) {
    const at = i * RULE_BYTES;
    encoded.writeUInt16LE(shape.buckets, at);
    encoded.writeUInt32LE(shape.widthMs, at + 2);
    encoded.writeUInt32LE(limit, at + 6);
    encoded.writeUInt32LE(cost, at + 10);
  }
  return encoded;
}

/** The number of a rule, from 1; a batch has only a few different ones. */
function ruleOf(rules: Rule[], { shape, enforced, limit: { cost } }: Item): number {
  for (let i = 0; i < rules.length; i++) {
    const rule = rules[i]!;
    if (rule.shape === shape && rule.limit === enforced && rule.cost === cost) return i + 1;
  }
  return rules.push({ shape, limit: enforced, cost });
}

export interface Answer {
  allowed: boolean;
  states: LimitState[];
  /** Redis's time. */
  nowMs: number;
}

/** Null: Redis has another epoch and decided nothing. */
export function decodeBatch(answer: Buffer, questions: readonly Question[]): Answer[] | null {
  if (answer.length === 0) return null;
  const nowMs = answer.readDoubleLE(0);
  let at = 8;
  return questions.map(({ items }): Answer => {
    let allowed = true;
    const states = items.map(({ limit }): LimitState => {
      const remaining = answer.readInt32LE(at);
      const resetMs = answer.readUInt32LE(at + 4);
      at += STATE_BYTES;
      const violated = remaining < 0;
      if (violated) allowed = false;
      return {
        name: limit.name,
        limit: limit.limit,
        windowMs: limit.windowMs,
        remaining: violated ? -1 - remaining : remaining,
        resetMs,
        violated,
      };
    });
    return { allowed, states, nowMs };
  });
}

/** What one instance gives back for a key: pairs [bucket, units, …]. */
export interface Lost {
  key: string;
  shape: Shape;
  pairs: readonly number[];
}

export function encodeMerge(losses: readonly Lost[], firstIndex: number): EncodedBatch {
  const parts = losses.map(({ shape, pairs }, i) => {
    const part = Buffer.allocUnsafe(10 + (pairs.length / 2) * 12);
    part.writeUInt16LE(firstIndex + i, 0);
    part.writeUInt16LE(shape.buckets, 2);
    part.writeUInt32LE(shape.widthMs, 4);
    part.writeUInt16LE(pairs.length / 2, 8);
    for (let p = 0; p < pairs.length; p += 2) {
      part.writeDoubleLE(pairs[p]!, 10 + p * 6);
      part.writeUInt32LE(pairs[p + 1]!, 18 + p * 6);
    }
    return part;
  });
  return { keys: losses.map(({ key }) => key), args: [Buffer.concat(parts)] };
}
