/** One answer in the making that any number of askers wait for: who leaves, leaves alone; the last one ends the work. */
import { AppError } from '#lib/core/errors.ts';
import type { AnswerEvent, ComposedAnswer } from './compose-answer.ts';

export interface AnswerFlight {
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
  emit(event: AnswerEvent): void;
  /** The first of `land` and `fail` counts. */
  land(answer: ComposedAnswer): void;
  fail(error: unknown): void;
  /** Whether the asker pays for what it took: true for the first who asks, who may not be the one it was begun for. */
  pay(): boolean;
  /**
   * The answer; `listener` first hears what was said so far. Errors: `cancelled` when `signal` aborts, and what the
   * flight failed with.
   */
  board(signal: AbortSignal, listener: (event: AnswerEvent) => void): Promise<ComposedAnswer>;
}

/** `abandoned` is called when the last asker leaves before the end. */
export function openFlight(abandoned: () => void): AnswerFlight {
  const { promise, resolve, reject } = Promise.withResolvers<ComposedAnswer>();
  // Each asker gets the failure; a flight without askers has nobody to tell.
  promise.catch(() => {});
  const empty = new AbortController();
  const said: AnswerEvent[] = [];
  const listeners = new Set<(event: AnswerEvent) => void>();
  let aboard = 0;
  let over = false;
  let paid = false;

  return {
    signal: empty.signal,
    emit(event) {
      said.push(event);
      for (const listener of listeners) listener(event);
    },
    land(answer) {
      over = true;
      resolve(answer);
    },
    fail(error) {
      over = true;
      reject(error);
    },
    pay() {
      const first = !paid;
      paid = true;
      return first;
    },
    async board(signal, listener) {
      const { promise: left, reject: leave } = Promise.withResolvers<never>();
      const onAbort = () => leave(new AppError('cancelled', 'The request was cancelled.'));
      signal.addEventListener('abort', onAbort);
      if (signal.aborted) onAbort();
      aboard += 1;
      for (const event of said) listener(event);
      listeners.add(listener);
      try {
        return await Promise.race([promise, left]);
      } finally {
        signal.removeEventListener('abort', onAbort);
        listeners.delete(listener);
        aboard -= 1;
        if (aboard === 0 && !over) {
          abandoned();
          empty.abort();
        }
      }
    },
  };
}
