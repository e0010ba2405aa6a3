/** The bounds every embedding adapter holds its callers to, and how a call ends when its caller leaves. */

import { AppError } from '#lib/core/errors.ts';
import type { Passage } from '#lib/ports/models.ts';

export const EMBED_TEXT_MAX_CHARS = 100_000;
export const EMBED_TEXTS_PER_CALL_MAX = 2_000;
export const EMBED_SPANS_PER_PASSAGE_MAX = 1_000;

/** Throws `invalid_request` for a blank or oversized text or too many of them. */
export function checkTexts(texts: readonly string[]): void {
  if (texts.length > EMBED_TEXTS_PER_CALL_MAX) {
    throw refused(`At most ${EMBED_TEXTS_PER_CALL_MAX} texts can be embedded at once.`);
  }
  for (const text of texts) {
    if (typeof text !== 'string' || text.trim() === '') throw refused('A text to embed must not be blank.');
    if (text.length > EMBED_TEXT_MAX_CHARS) {
      throw refused(`A text to embed may have at most ${EMBED_TEXT_MAX_CHARS} characters.`);
    }
  }
}

/** Throws `invalid_request` as `checkTexts` does, and for spans that are empty, blank or outside their text. */
export function checkPassages(passages: readonly Passage[]): void {
  checkTexts(passages.map((passage) => passage.text));
  for (const { text, spans } of passages) {
    if (spans.length > EMBED_SPANS_PER_PASSAGE_MAX) {
      throw refused(`A passage may have at most ${EMBED_SPANS_PER_PASSAGE_MAX} spans.`);
    }
    for (const { start, end } of spans) {
      const inside = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end <= text.length;
      if (!inside || text.slice(start, end).trim() === '') {
        throw refused('A span must lie inside its passage and must not be blank.');
      }
    }
  }
}

function refused(message: string): AppError {
  return new AppError('invalid_request', message);
}

/** What a call rejects with when its signal was aborted: the reason if it is ours, else `cancelled`. */
export function abortError(signal: AbortSignal): AppError {
  const reason: unknown = signal.reason;
  if (reason instanceof AppError) return reason;
  if (reason instanceof DOMException && reason.name === 'TimeoutError') {
    return new AppError('model_timeout', 'The model took too long.', { cause: reason });
  }
  return new AppError('cancelled', 'The request was cancelled.', { cause: reason });
}
