/** The tools of the assistant and the way to change them; signing secrets are kept as long as the page, shown once. */
import { useCallback, useState } from 'react';
import type { ToolName, ToolStates, UpdatedTools, UpdateToolsInput } from '#lib/contracts/tools.ts';
import type { Api, ProblemError } from '../api-client.ts';
import { useResource } from '../use-resource.ts';

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
  const { data, setData, problem, load } = useResource<Pick<ToolStates, 'tools'>>(
    api,
    '/api/trial/tools',
    turn,
  );
  const [secrets, setSecrets] = useState<Tools['secrets']>({});

  const update = useCallback(
    async (tool: ToolName, change: ToolChange) => {
      const body: UpdateToolsInput = { tools: [{ tool, ...change }] };
      const next = await api.request<UpdatedTools>('/api/trial/tools', { method: 'PUT', body });
      setData({ tools: next.tools });
      const shown = next.secrets.map((secret) => [secret.tool, secret.signing_secret]);
      setSecrets((before) => ({ ...before, ...Object.fromEntries(shown) }));
    },
    [api, setData],
  );

  return { tools: data?.tools ?? null, problem, secrets, refresh: () => void load(), update };
}
