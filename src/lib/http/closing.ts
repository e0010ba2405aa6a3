/** Tells endless answers that the process is about to end, so that they end first and their readers reconnect. */

const closing = new AbortController();

/** Aborts once, when shutdown begins. */
export const closingSignal: AbortSignal = closing.signal;

export function beginClosing(): void {
  closing.abort();
}
