/** The workflow as it is now: read once, told by live events, and read again now and then while it works. */
import { useCallback, useMemo, useState } from 'react';
import type { WorkflowHistory, WorkflowView } from '#lib/contracts/workflow.ts';
import type { Api, ProblemError } from '../api-client.ts';
import { useReload, useResource } from '../use-resource.ts';

/** Beside the live events, for when they cannot be had. */
const POLL_MS = 10_000;

export type WorkflowAction =
  | { path: 'resume' | 'retry' }
  | { path: 'rollback'; body: { to: WorkflowView['current_step'] } };

export interface Workflow {
  view: WorkflowView | null;
  problem: ProblemError | null;
  /** How often it has been told anew; grows with every event. */
  turn: number;
  refresh: () => void;
  heard: (view: WorkflowView) => void;
  /** Throws a ProblemError. */
  operate: (action: WorkflowAction) => Promise<void>;
}

export function isWorking({ status, undoing }: WorkflowView): boolean {
  return status === 'pending' || status === 'in_progress' || undoing !== null;
}

export function useWorkflow(api: Api): Workflow {
  const { data, setData, problem, load } = useResource<Pick<WorkflowHistory, 'workflow'>>(
    api,
    '/api/trial/workflow',
  );
  const [turn, setTurn] = useState(0);
  const view = data?.workflow ?? null;

  const heard = useCallback(
    (workflow: WorkflowView) => {
      setData({ workflow });
      setTurn((before) => before + 1);
    },
    [setData],
  );

  useReload(load, POLL_MS, view !== null && isWorking(view));

  const operate = useCallback(
    async ({ path, ...rest }: WorkflowAction) => {
      const body = 'body' in rest ? { body: rest.body } : {};
      heard(
        await api.request<WorkflowView>(`/api/trial/workflow/${path}`, {
          method: 'POST',
          headers: { 'idempotency-key': crypto.randomUUID() },
          ...body,
        }),
      );
    },
    [api, heard],
  );

  return useMemo(
    () => ({ view, problem, turn, refresh: () => void load(), heard, operate }),
    [view, problem, turn, load, heard, operate],
  );
}
