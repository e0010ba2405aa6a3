/** Answers in this process: the least recently used go first when a bound of bytes is reached. */
import { LRUCache } from 'lru-cache';
import {
  ANSWER_CACHE_MAX_BYTES,
  ANSWER_CACHE_TTL_MS,
  ANSWER_CACHE_VALUE_MAX_BYTES,
} from '#lib/core/limits.ts';
import type { AnswerCache } from '#lib/ports/answer-cache.ts';

/** What V8 keeps for an entry beside its characters, which it holds in one or two bytes each. */
const ENTRY_BYTES = 400;
const CHARACTER_BYTES = 2;

export interface MemoryAnswerCacheOptions {
  maxBytes?: number;
  ttlMs?: number;
}

/** A bound of 0 bytes keeps nothing. */
export function memoryAnswerCache(options: MemoryAnswerCacheOptions = {}): AnswerCache {
  const { maxBytes = ANSWER_CACHE_MAX_BYTES, ttlMs = ANSWER_CACHE_TTL_MS } = options;
  const entries = new LRUCache<string, string>({
    // The library counts a bound of 0 as none.
    maxSize: Math.max(1, maxBytes),
    sizeCalculation: (value, key) => ENTRY_BYTES + CHARACTER_BYTES * (key.length + value.length),
    ttl: ttlMs,
  });
  let closed = false;
  return {
    async read(keys) {
      return keys.map((key) => entries.get(key) ?? null);
    },
    async write(key, value) {
      if (!closed && Buffer.byteLength(value) <= ANSWER_CACHE_VALUE_MAX_BYTES) entries.set(key, value);
    },
    async forget(tenantId) {
      for (const key of entries.keys()) if (key.startsWith(`${tenantId}:`)) entries.delete(key);
    },
    async close() {
      closed = true;
      entries.clear();
    },
  };
}
