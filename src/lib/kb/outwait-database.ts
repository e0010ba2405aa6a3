/** Lets work that must end in the database outwait a moment in which the database is busy or away. */
import { setTimeout as sleep } from 'node:timers/promises';
import { isAppError } from '#lib/core/errors.ts';
import { INGEST_LEASE_MS } from '#lib/core/limits.ts';

const RETRY_MS = 1_000;

/** Whether waiting may help: nothing is wrong with the work itself. */
export function isOutage(error: unknown): boolean {
  return isAppError(error) && (error.code === 'database_busy' || error.code === 'database_unavailable');
}

/**
 * Repeats `work`, which must be harmless to repeat: a commit whose answer was lost may have happened. Gives up with the
 * last error after a lease's time, or at once when `signal` is aborted.
 */
export async function outwaitDatabase<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + INGEST_LEASE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isOutage(error) || signal.aborted || performance.now() > giveUpAt) throw error;
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
