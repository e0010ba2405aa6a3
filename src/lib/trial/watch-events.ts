/** Follows a tenant's events live, from an id on. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TenantCaller } from '#lib/core/caller.ts';
import { SSE_POLL_MS } from '#lib/core/limits.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectEventsAfter, selectLastEventId, type TrialEvent } from './event-store.ts';

const PAGE = 100;

/**
 * Yields events after `afterId` (null: from now on) until `signal` aborts. It polls, so it works through a
 * transaction pooler and across processes; LISTEN would need a session of its own.
 */
export async function* watchEvents(
  ports: { database: Database },
  caller: TenantCaller,
  input: { afterId: number | null; signal: AbortSignal },
): AsyncGenerator<TrialEvent> {
  const read = <T>(work: Parameters<typeof ports.database.asTenant<T>>[1]) =>
    ports.database.asTenant(caller.tenantId, work);
  let last = input.afterId ?? (await read(selectLastEventId));
  while (!input.signal.aborted) {
    const events = await read((tx) => selectEventsAfter(tx, last, PAGE));
    for (const event of events) {
      yield event;
      last = event.id;
    }
    if (events.length === PAGE) continue;
    await sleep(SSE_POLL_MS, undefined, { signal: input.signal }).catch(() => undefined);
  }
}
