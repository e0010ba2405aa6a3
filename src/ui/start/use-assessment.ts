/** The latest assessment, read again whenever something happened and until it is about the documents as they are. */
import { useCallback, useEffect, useState } from 'react';
import type { AssessmentState } from '#lib/contracts/assessment.ts';
import { type Api, isAbort, type ProblemError, toProblem } from '../api-client.ts';

const POLL_MS = 5_000;

/** `turn` changes when something happened; `expected`: there are documents, so there will be an assessment. */
export function useAssessment(
  api: Api,
  { turn, expected }: { turn: number; expected: boolean },
): { state: AssessmentState | null; problem: ProblemError | null; refresh: () => void } {
  const [state, setState] = useState<AssessmentState | null>(null);
  const [problem, setProblem] = useState<ProblemError | null>(null);

  const load = useCallback(
    async (signal?: AbortSignal) => {
      try {
        setState(await api.request<AssessmentState>('/api/trial/assessment', signal ? { signal } : {}));
        setProblem(null);
      } catch (error) {
        if (!isAbort(error)) setProblem(toProblem(error));
      }
    },
    [api],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new turn is the reason to read again
  useEffect(() => {
    const stop = new AbortController();
    void load(stop.signal);
    return () => stop.abort();
  }, [load, turn]);

  const behind = expected && !(state?.assessment && state.up_to_date);
  useEffect(() => {
    if (!behind) return;
    const stop = new AbortController();
    const timer = setInterval(() => document.hidden || void load(stop.signal), POLL_MS);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [behind, load]);

  return { state, problem, refresh: () => void load() };
}
