/** Which view is open: the part of the address after #, so that links, reloads and the back button work. */
import { useSyncExternalStore } from 'react';

function follow(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

/** Without its #; empty on the server. */
export function useHash(): string {
  return useSyncExternalStore(
    follow,
    () => location.hash.slice(1),
    () => '',
  );
}
