/** Redis dies, freezes, forgets and stutters under four instances: every request is answered, and the bounds of each policy hold. */
import { describe, expect, it } from 'vitest';
import { FAULT_NAMES, INSTANCES, playFault } from '../fixtures/limiter-faults.ts';

/** Tests share the machine with others; the bench holds answers to deadline + 10 ms. */
const LATE_MAX_MS = 400;

describe('rate limits through faults of Redis', () => {
  it.each(FAULT_NAMES)('%s', async (fault) => {
    const result = await playFault(fault);
    expect(result.errors).toBe(0);
    expect(result.answered).toBe(result.asked);
    expect(result.reserve).toBeLessThanOrEqual(1);
    expect(result.share).toBeLessThanOrEqual(2 - 1 / INSTANCES);
    // Not by refusing everything.
    expect(result.share).toBeGreaterThanOrEqual(0.9);
    expect(result.reserve).toBeGreaterThanOrEqual(0.9);
    expect(result.p50Ms).toBeLessThanOrEqual(20);
    expect(result.maxMs).toBeLessThanOrEqual(LATE_MAX_MS);
    if (/kill|SIGSTOP|slow/.test(fault)) expect(result.degraded).toBeGreaterThan(0);
    if (/kill|FLUSHALL/.test(fault)) expect(result.dataLosses).toBe(INSTANCES);
  });
});
