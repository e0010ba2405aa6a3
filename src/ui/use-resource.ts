/** Something of the API that a page shows: read when it opens, read again on demand and while something is expected. */
import { type Dispatch, type SetStateAction, useCallback, useEffect, useState } from 'react';
import { type Api, isAbort, type ProblemError, toProblem } from './api-client.ts';

export interface Resource<T> {
  data: T | null;
  /** For what another answer or a live event tells of it. */
  setData: Dispatch<SetStateAction<T | null>>;
  /** Why the last reading failed; what was read before stays. */
  problem: ProblemError | null;
  load: (signal?: AbortSignal) => Promise<void>;
}

/** Read again when `turn` changes. */
export function useResource<T>(api: Api, path: string, turn = 0): Resource<T> {
  const [data, setData] = useState<T | null>(null);
  const [problem, setProblem] = useState<ProblemError | null>(null);

  const load = useCallback(
    async (signal?: AbortSignal) => {
      try {
        setData(await api.request<T>(path, signal ? { signal } : {}));
        setProblem(null);
      } catch (error) {
        if (!isAbort(error)) setProblem(toProblem(error));
      }
    },
    [api, path],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn is the reason to read again
  useEffect(() => {
    const stop = new AbortController();
    void load(stop.signal);
    return () => stop.abort();
  }, [load, turn]);

  return { data, setData, problem, load };
}

/** Reads again every so often while `expected`, and while the page is looked at. */
export function useReload(load: Resource<unknown>['load'], everyMs: number, expected: boolean): void {
  useEffect(() => {
    if (!expected) return;
    const stop = new AbortController();
    const timer = setInterval(() => document.hidden || void load(stop.signal), everyMs);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [expected, load, everyMs]);
}
