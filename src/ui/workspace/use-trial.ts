/** The state of the trial: read once, again on demand, with the usage that answers bring along. */
import { useCallback, useMemo } from 'react';
import type { AskUsage } from '#lib/contracts/ask.ts';
import type { TrialState } from '#lib/contracts/trial.ts';
import type { Api, ProblemError } from '../api-client.ts';
import { useResource } from '../use-resource.ts';

export interface Trial {
  state: TrialState | null;
  problem: ProblemError | null;
  refresh: () => void;
  setUsage: (usage: AskUsage) => void;
}

export function useTrial(api: Api): Trial {
  const { data: state, setData: setState, problem, load } = useResource<TrialState>(api, '/api/trial');

  const setUsage = useCallback(
    ({ queries_used, queries_limit }: AskUsage) =>
      setState((now) => (now ? { ...now, usage: { ...now.usage, queries_used, queries_limit } } : now)),
    [setState],
  );

  return useMemo(
    () => ({ state, problem, refresh: () => void load(), setUsage }),
    [state, problem, load, setUsage],
  );
}
