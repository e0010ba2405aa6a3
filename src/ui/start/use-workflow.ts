/** The workflow as it is now: read once, told by live events, and read again now and then while it works. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { WorkflowHistory, WorkflowView } from '#lib/contracts/workflow.ts';
import { type Api, isAbort, type ProblemError, toProblem } from '../api-client.ts';

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
  const [view, setView] = useState<WorkflowView | null>(null);
  const [turn, setTurn] = useState(0);
  const [problem, setProblem] = useState<ProblemError | null>(null);

  const heard = useCallback((next: WorkflowView) => {
    setView(next);
    setTurn((before) => before + 1);
  }, []);

  const load = useCallback(
    async (signal?: AbortSignal) => {
      try {
        const { workflow } = await api.request<WorkflowHistory>(
          '/api/trial/workflow',
          signal ? { signal } : {},
        );
        setView(workflow);
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

  const working = view !== null && isWorking(view);
  useEffect(() => {
    if (!working) return;
    const stop = new AbortController();
    const timer = setInterval(() => document.hidden || void load(stop.signal), POLL_MS);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [working, load]);

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
