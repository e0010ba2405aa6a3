/** The state of the trial: read once, again on demand, with the usage that answers bring along. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { AskUsage } from '#lib/contracts/ask.ts';
import type { TrialState } from '#lib/contracts/trial.ts';
import { type Api, isAbort, type ProblemError, toProblem } from '../api-client.ts';

export interface Trial {
  state: TrialState | null;
  problem: ProblemError | null;
  refresh: () => void;
  setUsage: (usage: AskUsage) => void;
}

export function useTrial(api: Api): Trial {
  const [state, setState] = useState<TrialState | null>(null);
  const [problem, setProblem] = useState<ProblemError | null>(null);

  const load = useCallback(
    async (signal?: AbortSignal) => {
      try {
        setState(await api.request<TrialState>('/api/trial', signal ? { signal } : {}));
        setProblem(null);
      } catch (error) {
        if (!isAbort(error)) setProblem(toProblem(error));
      }
    },
    [api],
  );

  useEffect(() => {
    const stop = new AbortController();
    void load(stop.signal);
    return () => stop.abort();
  }, [load]);

  const setUsage = useCallback(({ queries_used, queries_limit }: AskUsage) => {
    setState((now) => (now ? { ...now, usage: { ...now.usage, queries_used, queries_limit } } : now));
  }, []);

  return useMemo(
    () => ({ state, problem, refresh: () => void load(), setUsage }),
    [state, problem, load, setUsage],
  );
}
