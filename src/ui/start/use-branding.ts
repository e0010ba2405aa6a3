/** The tenant's look and words with the changes not yet saved; those survive walking to another step. */
import { useCallback, useMemo, useState } from 'react';
import type { Branding, BrandingInput } from '#lib/contracts/branding.ts';
import type { Api, ProblemError } from '../api-client.ts';
import { useResource } from '../use-resource.ts';

export interface BrandingForm {
  saved: Branding | null;
  /** What is saved, with the changes. */
  shown: Branding | null;
  changed: boolean;
  problem: ProblemError | null;
  change: (patch: Partial<Branding>) => void;
  refresh: () => void;
  /** Saves the changes, or just what is given. Throws a ProblemError. */
  save: (input?: BrandingInput) => Promise<Branding>;
}

/** Read again when `turn` changes: the workflow fills in what nobody has chosen. */
export function useBranding(api: Api, turn: number): BrandingForm {
  const read = useResource<Branding>(api, '/api/trial/branding', turn);
  const { data: saved, setData: setSaved, problem, load } = read;
  const [draft, setDraft] = useState<Partial<Branding>>({});

  const change = useCallback(
    (patch: Partial<Branding>) => setDraft((before) => ({ ...before, ...patch })),
    [],
  );

  const save = useCallback(
    async (input?: BrandingInput) => {
      const body = input ?? draft;
      const next = await api.request<Branding>('/api/trial/branding', { method: 'PUT', body });
      setSaved(next);
      // What was typed while this was on its way stays.
      if (!input) setDraft((now) => (now === draft ? {} : now));
      return next;
    },
    [api, draft, setSaved],
  );

  return useMemo(
    () => ({
      saved,
      shown: saved && { ...saved, ...draft },
      changed: Object.keys(draft).length > 0,
      problem,
      change,
      refresh: () => void load(),
      save,
    }),
    [saved, draft, problem, change, load, save],
  );
}
