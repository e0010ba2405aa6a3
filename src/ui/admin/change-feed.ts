/** Hears from the server what changed while the page is looked at, and says whether it hears: whoever does not asks by itself. */
import { CHANGE_TOPICS, type ChangeTopic } from '#lib/contracts/admin-events.ts';

const TRY_AGAIN_MS = 10_000;
const EVENTS_PATH = '/api/admin/events';

export interface ChangeFeed {
  /** Calls `changed` when one of the topics changed; returns what ends it. */
  subscribe: (topics: readonly ChangeTopic[], changed: () => void) => () => void;
}

export interface OpenedFeed extends ChangeFeed {
  close: () => void;
}

/** `onLive`: whether changes are heard of now. `onRefused`: the server did not let the page listen; it may be logged out. */
export function openChangeFeed(onLive: (live: boolean) => void, onRefused: () => void): OpenedFeed {
  const listeners = new Set<{ topics: readonly ChangeTopic[]; changed: () => void }>();
  let source: EventSource | null = null;
  let later: ReturnType<typeof setTimeout> | undefined;

  const tell = (topics: readonly ChangeTopic[]) => {
    for (const listener of listeners)
      if (listener.topics.some((topic) => topics.includes(topic))) listener.changed();
  };
  const stop = () => {
    clearTimeout(later);
    source?.close();
    source = null;
    onLive(false);
  };
  const start = () => {
    clearTimeout(later);
    // A hidden page needs nothing, and a browser has few connections for all pages of a server together.
    if (source !== null || document.hidden) return;
    source = new EventSource(EVENTS_PATH);
    source.addEventListener('changed', (event) => {
      onLive(true);
      tell(topicsOf(event.data));
    });
    source.addEventListener('error', () => {
      onLive(false);
      // The browser reconnects by itself unless it was refused.
      if (source?.readyState !== EventSource.CLOSED) return;
      stop();
      onRefused();
      later = setTimeout(start, TRY_AGAIN_MS);
    });
  };
  const follow = () => (document.hidden ? stop() : start());
  document.addEventListener('visibilitychange', follow);
  start();

  return {
    subscribe(topics, changed) {
      const listener = { topics, changed };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      document.removeEventListener('visibilitychange', follow);
      listeners.clear();
      stop();
    },
  };
}

function topicsOf(data: string): ChangeTopic[] {
  try {
    const { topics } = JSON.parse(data) as { topics?: unknown };
    return CHANGE_TOPICS.filter((topic) => Array.isArray(topics) && topics.includes(topic));
  } catch {
    return [];
  }
}
