/** The latest assessment, read again whenever something happened and until it is about the documents as they are. */
import type { AssessmentState } from '#lib/contracts/assessment.ts';
import type { Api, ProblemError } from '../api-client.ts';
import { useReload, useResource } from '../use-resource.ts';

const POLL_MS = 5_000;

/** `turn` changes when something happened; `expected`: there are documents, so there will be an assessment. */
export function useAssessment(
  api: Api,
  { turn, expected }: { turn: number; expected: boolean },
): { state: AssessmentState | null; problem: ProblemError | null; refresh: () => void } {
  const { data: state, problem, load } = useResource<AssessmentState>(api, '/api/trial/assessment', turn);
  useReload(load, POLL_MS, expected && !(state?.assessment && state.up_to_date));

  return { state, problem, refresh: () => void load() };
}
