/** Tells open consoles which kinds of things changed: one look every other second serves all of a server, and none is open without a session. */
import { setTimeout as sleep } from 'node:timers/promises';
import { hasRole } from '#lib/auth/admin-auth.ts';
import { CHANGE_TOPICS, type ChangeTopic } from '#lib/contracts/admin-events.ts';
import type { AdminCaller, AdminRole } from '#lib/core/caller.ts';
import { unauthenticated } from '#lib/core/errors.ts';
import { ADMIN_CHANGES_POLL_MS, ADMIN_TOKEN_MINUTES } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { type ChangeMarks, selectChangeMarks, selectRolesOf } from './change-store.ts';

const STREAM_MAX_MS = ADMIN_TOKEN_MINUTES * 60_000;

interface Listener {
  sessionId: string;
  role: AdminRole;
  untold: Set<ChangeTopic>;
  /** Why it must end. */
  over: unknown;
  wake: () => void;
}

export interface ChangeWatch {
  /**
   * Topics that changed, the first time all of them; until `signal` aborts, an hour has passed, or the look fails.
   * Errors: `unauthenticated` within 5 s of the end of the session, by log-out, disabling or time.
   */
  watch(caller: AdminCaller, signal: AbortSignal): AsyncGenerator<ChangeTopic[]>;
}

function topicsFor(role: AdminRole): ChangeTopic[] {
  return CHANGE_TOPICS.filter((topic) => topic !== 'audit' || hasRole({ role }, 'operator'));
}

/** One for a server. It asks nothing while nobody listens. */
export function changeWatch({ database, clock }: { database: Database; clock: Clock }): ChangeWatch {
  const listeners = new Set<Listener>();
  let marks: ChangeMarks | null = null;
  let first: Promise<void> | null = null;
  let looking = false;

  async function look(): Promise<void> {
    const sessions = [...new Set([...listeners].map(({ sessionId }) => sessionId))];
    const seen = await database.asPlatform('admin-changes', async (tx) => ({
      marks: await selectChangeMarks(tx),
      roles: await selectRolesOf(tx, sessions, clock.now()),
    }));
    const changed = CHANGE_TOPICS.filter((topic) => marks !== null && marks[topic] !== seen.marks[topic]);
    marks = seen.marks;
    const asked = new Set(sessions);
    for (const listener of listeners) {
      for (const topic of changed) listener.untold.add(topic);
      // Whoever came meanwhile has just been let in, but may have read what it shows before the change.
      if (asked.has(listener.sessionId)) {
        const role = seen.roles.get(listener.sessionId);
        if (role === undefined) listener.over = unauthenticated();
        else listener.role = role;
      }
      listener.wake();
    }
  }

  /** Shared by all who come before it is done. */
  function firstLook(): Promise<void> {
    first ??= look().finally(() => {
      first = null;
    });
    return first;
  }

  async function keepLooking(): Promise<void> {
    if (looking) return;
    looking = true;
    while (listeners.size > 0) {
      await sleep(ADMIN_CHANGES_POLL_MS, undefined, { ref: false });
      if (listeners.size === 0) break;
      try {
        await look();
      } catch (error) {
        // What cannot be checked is not left open; pages ask by themselves meanwhile.
        for (const listener of listeners) {
          listener.over = error;
          listener.wake();
        }
      }
    }
    looking = false;
    marks = null;
  }

  return {
    async *watch(caller, signal) {
      const listener: Listener = {
        sessionId: caller.sessionId,
        role: caller.role,
        untold: new Set(CHANGE_TOPICS),
        over: null,
        wake: () => {},
      };
      const wake = () => listener.wake();
      const endsAt = performance.now() + STREAM_MAX_MS;
      listeners.add(listener);
      signal.addEventListener('abort', wake);
      try {
        // What changes after the first event is compared with a look from before it.
        if (marks === null) await firstLook();
        void keepLooking();
        while (!signal.aborted && performance.now() < endsAt) {
          if (listener.over !== null) throw listener.over;
          const topics = topicsFor(listener.role).filter((topic) => listener.untold.has(topic));
          listener.untold.clear();
          if (topics.length > 0) yield topics;
          if (signal.aborted || listener.over !== null || listener.untold.size > 0) continue;
          await new Promise<void>((resolve) => {
            listener.wake = resolve;
          });
        }
      } finally {
        listeners.delete(listener);
        signal.removeEventListener('abort', wake);
      }
    },
  };
}
