/**
 * Finds the call that a `notifications/cancelled` means. It comes as a request of its own, so a stateless server has
 * to know its running calls by name. One process only: a client that closes the call's own connection is heard by
 * whichever process has it.
 */

const running = new Map<string, Set<AbortController>>();

/** JSON-RPC ids are a client's own, so they are named together with its tenant and session. */
export function callName(tenantId: string, sessionId: string | null, id: string | number): string {
  return JSON.stringify([tenantId, sessionId, id]);
}

/** Runs `work` with a signal that `cancelCall` aborts. */
export async function cancellable<T>(name: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const call = new AbortController();
  const calls = running.get(name) ?? new Set();
  running.set(name, calls.add(call));
  try {
    return await work(call.signal);
  } finally {
    calls.delete(call);
    if (calls.size === 0) running.delete(name);
  }
}

/** Of two calls under one name (clients without a session) none is cancelled: it could be the wrong one. */
export function cancelCall(name: string): void {
  const calls = running.get(name);
  if (calls?.size === 1) for (const call of calls) call.abort();
}
