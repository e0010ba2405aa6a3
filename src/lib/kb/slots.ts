/** Lets at most so many tasks run at once; the others wait in order of arrival. */

import { AppError } from '#lib/core/errors.ts';

export interface Slots {
  /** Resolves to the function that gives the slot back; rejects with `cancelled` when aborted while waiting. */
  take(signal?: AbortSignal): Promise<() => void>;
}

export function createSlots(max: number): Slots {
  let taken = 0;
  const waiting: (() => void)[] = [];
  const giveOnce = () => {
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const next = waiting.shift();
      if (next === undefined) taken--;
      else next();
    };
  };
  return {
    take(signal) {
      const cancelled = () => new AppError('cancelled', 'This was cancelled before it started.');
      if (signal?.aborted) return Promise.reject(cancelled());
      if (taken < max) {
        taken++;
        return Promise.resolve(giveOnce());
      }
      return new Promise((resolve, reject) => {
        const start = () => {
          signal?.removeEventListener('abort', leave);
          resolve(giveOnce());
        };
        const leave = () => {
          waiting.splice(waiting.indexOf(start), 1);
          reject(cancelled());
        };
        signal?.addEventListener('abort', leave, { once: true });
        waiting.push(start);
      });
    },
  };
}
