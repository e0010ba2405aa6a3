/** Something of the admin API, kept current while the page is looked at: at once where the server tells of changes, else by asking again. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ChangeTopic } from '#lib/contracts/admin-events.ts';
import { isAbort, type ProblemError, toProblem } from '../api-client.ts';
import type { AdminApi } from './admin-api.ts';
import { useChanges } from './changes.tsx';

const POLL_MS = 5_000;
/** While changes are told: for what is not told of, such as the numbers of a trial. */
const POLL_TOLD_MS = 30_000;

export interface Polled<T> {
  data: T | null;
  problem: ProblemError | null;
  refresh: () => Promise<void>;
}

const NONE: readonly ChangeTopic[] = [];

/** `topics`: what it depends on. What came for another path is not shown. */
export function usePolled<T>(api: AdminApi, path: string, topics: readonly ChangeTopic[] = NONE): Polled<T> {
  const [found, setFound] = useState<{ path: string; data: T } | null>(null);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const asked = useRef(0);
  const shown = useRef(0);
  const { live, subscribe } = useChanges();
  const told = topics.join(' ');
  const everyMs = live && told !== '' ? POLL_TOLD_MS : POLL_MS;

  const load = useCallback(
    async (signal?: AbortSignal) => {
      asked.current += 1;
      const turn = asked.current;
      try {
        const data = await api.request<T>(path, signal ? { signal } : {});
        // An answer that was overtaken by a later one says how things were before.
        if (signal?.aborted || turn < shown.current) return;
        shown.current = turn;
        setFound({ path, data });
        setProblem(null);
      } catch (error) {
        if (!isAbort(error)) setProblem(toProblem(error));
      }
    },
    [api, path],
  );

  useEffect(() => {
    const stop = new AbortController();
    void load(stop.signal);
    return () => stop.abort();
  }, [load]);

  useEffect(() => {
    const stop = new AbortController();
    const timer = setInterval(() => {
      if (!document.hidden) void load(stop.signal);
    }, everyMs);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [load, everyMs]);

  useEffect(() => {
    if (told === '') return;
    const stop = new AbortController();
    const end = subscribe(told.split(' ') as ChangeTopic[], () => void load(stop.signal));
    return () => {
      stop.abort();
      end();
    };
  }, [load, subscribe, told]);

  const refresh = useCallback(() => load(), [load]);
  return { data: found?.path === path ? found.data : null, problem, refresh };
}
