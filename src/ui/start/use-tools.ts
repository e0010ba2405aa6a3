/** The tools of the assistant and the way to change them; signing secrets are kept as long as the page, shown once. */
import { useCallback, useEffect, useState } from 'react';
import type { ToolName, ToolStates, UpdatedTools, UpdateToolsInput } from '#lib/contracts/tools.ts';
import { type Api, isAbort, type ProblemError, toProblem } from '../api-client.ts';

export type ToolState = ToolStates['tools'][number];
export type ToolChange = Omit<UpdateToolsInput['tools'][number], 'tool'>;

export interface Tools {
  tools: ToolState[] | null;
  problem: ProblemError | null;
  secrets: Partial<Record<ToolName, string>>;
  refresh: () => void;
  /** Throws a ProblemError. */
  update: (tool: ToolName, change: ToolChange) => Promise<void>;
}

/** Read again when `turn` changes: the workflow recommends tools. */
export function useTools(api: Api, turn: number): Tools {
  const [tools, setTools] = useState<ToolState[] | null>(null);
  const [secrets, setSecrets] = useState<Tools['secrets']>({});
  const [problem, setProblem] = useState<ProblemError | null>(null);

  const load = useCallback(
    async (signal?: AbortSignal) => {
      try {
        setTools((await api.request<ToolStates>('/api/trial/tools', signal ? { signal } : {})).tools);
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

  const update = useCallback(
    async (tool: ToolName, change: ToolChange) => {
      const body: UpdateToolsInput = { tools: [{ tool, ...change }] };
      const next = await api.request<UpdatedTools>('/api/trial/tools', { method: 'PUT', body });
      setTools(next.tools);
      const shown = next.secrets.map((secret) => [secret.tool, secret.signing_secret]);
      setSecrets((before) => ({ ...before, ...Object.fromEntries(shown) }));
    },
    [api],
  );

  return { tools, problem, secrets, refresh: () => void load(), update };
}
