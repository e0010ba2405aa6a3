/** Follows a tenant's events live, from an id on. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TenantCaller } from '#lib/core/caller.ts';
import { unauthenticated } from '#lib/core/errors.ts';
import { SSE_POLL_MS } from '#lib/core/limits.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectEventsAfter, selectLastEventId, type TrialEvent } from './event-store.ts';

const PAGE = 100;

/**
 * Yields events after `afterId` (null: from now on) until `signal` aborts. It polls, so it works through a
 * transaction pooler and across processes; LISTEN would need a session of its own.
 * Errors: `unauthenticated` once the tenant was erased.
 */
export async function* watchEvents(
  ports: { database: Database },
  caller: TenantCaller,
  input: { afterId: number | null; signal: AbortSignal },
): AsyncGenerator<TrialEvent> {
  const read = (after: number | null) =>
    ports.database.asTenant(caller.tenantId, async (tx) => {
      const newest = await selectLastEventId(tx);
      if (newest === undefined) throw unauthenticated();
      if (after === null) return { events: [], last: newest };
      return { events: await selectEventsAfter(tx, after, PAGE), last: after };
    });
  let { last } = await read(input.afterId);
  while (!input.signal.aborted) {
    const { events } = await read(last);
    for (const event of events) {
      yield event;
      last = event.id;
    }
    if (events.length === PAGE) continue;
    await sleep(SSE_POLL_MS, undefined, { signal: input.signal }).catch(() => undefined);
  }
}
