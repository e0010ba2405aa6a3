/** Something of the admin API, kept current by asking again while the page is looked at. */
import { useCallback, useEffect, useState } from 'react';
import { isAbort, type ProblemError, toProblem } from '../api-client.ts';
import type { AdminApi } from './admin-api.ts';

const POLL_MS = 5_000;

export interface Polled<T> {
  data: T | null;
  problem: ProblemError | null;
  refresh: () => Promise<void>;
}

/** What came for another path is not shown. */
export function usePolled<T>(api: AdminApi, path: string): Polled<T> {
  const [found, setFound] = useState<{ path: string; data: T } | null>(null);
  const [problem, setProblem] = useState<ProblemError | null>(null);

  const load = useCallback(
    async (signal?: AbortSignal) => {
      try {
        const data = await api.request<T>(path, signal ? { signal } : {});
        if (signal?.aborted) return;
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
    const timer = setInterval(() => {
      if (!document.hidden) void load(stop.signal);
    }, POLL_MS);
    return () => {
      stop.abort();
      clearInterval(timer);
    };
  }, [load]);

  const refresh = useCallback(() => load(), [load]);
  return { data: found?.path === path ? found.data : null, problem, refresh };
}
