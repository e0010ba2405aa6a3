/** Turns the caller's signal and the model's deadlines into one signal that says why it was aborted. */

import { AppError } from '#lib/core/errors.ts';
import { MODEL_CONNECT_MS, MODEL_FIRST_BYTE_MS, MODEL_GAP_MS, MODEL_TOTAL_MS } from '#lib/core/limits.ts';
import { abortError } from '#lib/models/embedding-input.ts';

/** In milliseconds. */
export interface ModelDeadlines {
  connectMs: number;
  firstByteMs: number;
  gapMs: number;
  totalMs: number;
}

export const MODEL_DEADLINES: ModelDeadlines = {
  connectMs: MODEL_CONNECT_MS,
  firstByteMs: MODEL_FIRST_BYTE_MS,
  gapMs: MODEL_GAP_MS,
  totalMs: MODEL_TOTAL_MS,
};

export interface DeadlineWatch {
  /** Its reason is always an AppError. */
  readonly signal: AbortSignal;
  /** Something arrived; no deadline but the total one counts until more is expected. */
  received(): void;
  /** The next part is being waited for: the gap deadline counts. */
  expecting(): void;
  /** Aborts now, for this reason. */
  fail(reason: AppError): void;
  /** Ends the watch and aborts whatever is still open. */
  end(): void;
}

export function watchDeadlines(caller: AbortSignal | undefined, deadlines: ModelDeadlines): DeadlineWatch {
  const controller = new AbortController();
  const expire = (what: string, ms: number) =>
    setTimeout(() => controller.abort(modelTimeout(`${what} took longer than ${ms} ms`)), ms);
  const total = expire('the whole answer', deadlines.totalMs);
  let waiting = expire('the first byte', deadlines.firstByteMs);
  const onAbort = () => controller.abort(abortError(caller!));
  if (caller?.aborted) onAbort();
  else caller?.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    received() {
      clearTimeout(waiting);
    },
    expecting() {
      clearTimeout(waiting);
      waiting = expire('the next part of the answer', deadlines.gapMs);
    },
    fail: (reason) => controller.abort(reason),
    end() {
      clearTimeout(total);
      clearTimeout(waiting);
      caller?.removeEventListener('abort', onAbort);
      controller.abort(new AppError('cancelled', 'The request was cancelled.'));
    },
  };
}

export function modelTimeout(internal: string): AppError {
  return new AppError('model_timeout', 'The model took too long to answer.', { internal });
}
