/** Lets a bounded number of uploads be in memory at once; others wait unread for a while, then are told to retry. */
import { AppError } from '#lib/core/errors.ts';
import { UPLOADS_IN_FLIGHT_MAX } from '#lib/core/limits.ts';

/** How long an upload may wait for a slot; its body waits in the network, not in memory. */
const SLOT_WAIT_MAX_MS = 15_000;
const SLOT_WAITERS_MAX = 64;
const RETRY_AFTER_SECONDS = 10;

export interface UploadSlots {
  /** Runs work holding a slot; throws `database_busy` (503) when none came free, `cancelled` when the caller left. */
  hold<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

export function uploadSlots(max = UPLOADS_IN_FLIGHT_MAX, waitMs = SLOT_WAIT_MAX_MS): UploadSlots {
  let free = max;
  const waiting: Array<() => void> = [];
  const busy = () =>
    new AppError(
      'database_busy',
      'Too many uploads are being taken in right now. Please try again shortly.',
      {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      },
    );

  function slot(signal: AbortSignal): Promise<void> {
    if (free > 0) {
      free -= 1;
      return Promise.resolve();
    }
    if (waiting.length >= SLOT_WAITERS_MAX) return Promise.reject(busy());
    return new Promise((resolve, reject) => {
      const leave = (error?: AppError) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        const at = waiting.indexOf(enter);
        if (at >= 0) waiting.splice(at, 1);
        if (error === undefined) resolve();
        else reject(error);
      };
      const enter = () => leave();
      const onAbort = () => leave(new AppError('cancelled', 'The upload was cancelled.'));
      const timer = setTimeout(() => leave(busy()), waitMs);
      signal.addEventListener('abort', onAbort, { once: true });
      waiting.push(enter);
    });
  }

  return {
    async hold(signal, work) {
      await slot(signal);
      try {
        return await work();
      } finally {
        const next = waiting[0];
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
