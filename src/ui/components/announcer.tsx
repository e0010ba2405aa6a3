/** Says things politely to screen readers, and shows short confirmations that go away by themselves. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';

interface Announcer {
  /** Spoken only. */
  announce: (text: string) => void;
  /** Spoken and shown for a few seconds. */
  toast: (text: string) => void;
}

const AnnouncerContext = createContext<Announcer>({ announce: () => {}, toast: () => {} });

export function useAnnouncer(): Announcer {
  return useContext(AnnouncerContext);
}

const TOAST_MS = 5_000;

export function AnnouncerProvider({ children }: { children: ReactNode }) {
  const [spoken, setSpoken] = useState({ text: '', turn: 0 });
  const [shown, setShown] = useState('');

  const announce = useCallback((text: string) => setSpoken(({ turn }) => ({ text, turn: turn + 1 })), []);
  const toast = useCallback(
    (text: string) => {
      announce(text);
      setShown(text);
    },
    [announce],
  );

  useEffect(() => {
    if (shown === '') return;
    const timer = setTimeout(() => setShown(''), TOAST_MS);
    return () => clearTimeout(timer);
  }, [shown]);

  const value = useMemo(() => ({ announce, toast }), [announce, toast]);
  return (
    <AnnouncerContext value={value}>
      {children}
      {/* A no-break space on every other turn makes the same sentence be read again. */}
      <output aria-live="polite" className="sr-only">
        {spoken.text}
        {spoken.turn % 2 === 1 ? '\u00a0' : ''}
      </output>
      {shown === '' ? null : (
        <div
          aria-hidden
          className="pointer-events-none fixed inset-x-4 bottom-6 z-50 mx-auto w-fit max-w-sm animate-enter rounded-lg bg-primary px-4 py-2.5 text-sm text-on-primary shadow-lg"
        >
          {shown}
        </div>
      )}
    </AnnouncerContext>
  );
}
