/** The trial token this browser remembers (localStorage), shared by all its tabs. */
import { useSyncExternalStore } from 'react';

const KEY = 'frontdesk.trial';
const listeners = new Set<() => void>();
/** Kept beside the storage for browsers that block it. */
let memory: string | null = null;

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return memory;
  }
}

export function setTrialToken(token: string | null): void {
  memory = token;
  try {
    if (token === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, token);
  } catch {
    // The token then lives as long as the page.
  }
  if (token === null) delete document.documentElement.dataset.returning;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  const onStorage = (event: StorageEvent) => {
    if (event.key === KEY || event.key === null) listener();
  };
  listeners.add(listener);
  addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', onStorage);
  };
}

/** `null` on the server and for a new visitor. */
export function useTrialToken(): string | null {
  return useSyncExternalStore(subscribe, read, () => null);
}
