/** The tenant's API keys: listed, made, revoked. */
import { useCallback, useEffect, useState } from 'react';
import type { ApiKey, CreateKeyInput } from '#lib/contracts/keys.ts';
import { type Api, isAbort, type ProblemError, toProblem } from '../api-client.ts';

export interface Keys {
  keys: ApiKey[] | null;
  problem: ProblemError | null;
  /** Resolves with the secret, which is shown once. */
  create: (input: CreateKeyInput) => Promise<string>;
  revoke: (keyId: string) => Promise<void>;
}

export function useKeys(api: Api): Keys {
  const [keys, setKeys] = useState<ApiKey[] | null>(null);
  const [problem, setProblem] = useState<ProblemError | null>(null);

  useEffect(() => {
    const stop = new AbortController();
    api.request<{ keys: ApiKey[] }>('/api/trial/keys', { signal: stop.signal }).then(
      (list) => setKeys(list.keys),
      (error) => {
        if (!isAbort(error)) setProblem(toProblem(error));
      },
    );
    return () => stop.abort();
  }, [api]);

  const create = useCallback(
    async (input: CreateKeyInput) => {
      const { key, ...listed } = await api.request<ApiKey & { key: string }>('/api/trial/keys', {
        method: 'POST',
        body: input,
      });
      setKeys((all) => [listed, ...(all ?? [])]);
      return key;
    },
    [api],
  );

  const revoke = useCallback(
    async (keyId: string) => {
      try {
        await api.request(`/api/trial/keys/${keyId}`, { method: 'DELETE' });
      } catch (error) {
        if (toProblem(error).code !== 'not_found') throw error;
      }
      setKeys((all) => all?.filter((key) => key.key_id !== keyId) ?? null);
    },
    [api],
  );

  return { keys, problem, create, revoke };
}
