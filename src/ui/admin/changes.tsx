/** Gives the views of the console what the server tells of changes, and says whether it does. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { ChangeTopic } from '#lib/contracts/admin-events.ts';
import type { AdminApi } from './admin-api.ts';
import { type ChangeFeed, type OpenedFeed, openChangeFeed } from './change-feed.ts';

interface Changes extends ChangeFeed {
  live: boolean;
}

const ChangesContext = createContext<Changes>({ live: false, subscribe: () => () => {} });

export function useChanges(): Changes {
  return useContext(ChangesContext);
}

export function ChangesProvider({ api, children }: { api: AdminApi; children: ReactNode }) {
  const [live, setLive] = useState(false);
  const [feed, setFeed] = useState<OpenedFeed | null>(null);

  useEffect(() => {
    // Whoever is not logged in any more is told so by this.
    const opened = openChangeFeed(setLive, () => void api.request('/me').catch(() => undefined));
    setFeed(opened);
    return opened.close;
  }, [api]);

  const value = useMemo(
    () => ({
      live,
      subscribe: (topics: readonly ChangeTopic[], changed: () => void) =>
        feed?.subscribe(topics, changed) ?? (() => {}),
    }),
    [live, feed],
  );
  return <ChangesContext value={value}>{children}</ChangesContext>;
}

/** In words, and not for colours alone. */
export function LiveSign() {
  const { live } = useChanges();
  return (
    <p
      data-live={live}
      title={live ? 'Changes show at once.' : 'The page asks for changes every few seconds.'}
      className="hidden shrink-0 items-center gap-1.5 text-[0.8125rem] text-quiet sm:flex"
    >
      <span aria-hidden className={live ? 'size-2 rounded-full bg-good' : 'size-2 rounded-full bg-line'} />
      {live ? 'Live' : 'Not live'}
    </p>
  );
}
