/** Tells the process's answers that it is about to end: first readiness, so that nothing new is sent, then endless ones. */

const leaving = new AbortController();
const closing = new AbortController();

/** Aborts when the process was told to stop. It still takes requests for a moment, and readiness says 503. */
export const leavingSignal: AbortSignal = leaving.signal;

/** Aborts when no more requests are taken: endless answers end, so that their readers reconnect elsewhere. */
export const closingSignal: AbortSignal = closing.signal;

export function beginLeaving(): void {
  leaving.abort();
}

export function beginClosing(): void {
  leaving.abort();
  closing.abort();
}
