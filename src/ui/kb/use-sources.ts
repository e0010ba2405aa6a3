/** The knowledge base's sources, kept current by live events, and by polling while those are gone. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AcceptedSource, Source } from '#lib/contracts/kb.ts';
import type { WorkflowView } from '#lib/contracts/workflow.ts';
import { PAGE_SIZE_MAX } from '#lib/core/limits.ts';
import { type Api, isAbort, type ProblemError, toProblem } from '../api-client.ts';
import { followTrial } from './follow-trial.ts';
import { isSettled, merged, type SourcePage, withFirstPage } from './merge-sources.ts';

const POLL_MS = 3_000;
/** An open stream may still be one that a proxy holds back. */
const POLL_BESIDE_STREAM_MS = 10_000;

export interface Sources {
  sources: Source[];
  loaded: boolean;
  problem: ProblemError | null;
  more: boolean;
  loadMore: () => void;
  refresh: () => void;
  /** Shows a source the server has just taken, before its first event. */
  accepted: (source: AcceptedSource, bytes: number, kind?: Source['kind']) => void;
  remove: (sourceId: string) => Promise<void>;
}

/** `onSettled` hears of each source that becomes ready or failed, once; `onWorkflow` of what else the stream tells. */
export function useSources(
  api: Api,
  onSettled: (source: Source) => void,
  onWorkflow?: (view: WorkflowView) => void,
): Sources {
  const [sources, setSources] = useState<Source[]>([]);
  const [cursor, setCursor] = useState<string | null>(null);
  const [loaded, setLoaded] = useState(false);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const [connected, setConnected] = useState(false);

  // Lists are numbered as they are asked for, so that a late one takes back nothing that happened after it was read.
  const lists = useRef({ asked: 0, shown: 0 });
  const takenAfter = useRef(new Map<string, number>());
  const removed = useRef(new Set<string>());

  const statuses = useRef(new Map<string, Source['status']>());
  useEffect(() => {
    const listed = new Set(sources.map((source) => source.source_id));
    for (const sourceId of statuses.current.keys())
      if (!listed.has(sourceId)) statuses.current.delete(sourceId);
    for (const source of sources) {
      const before = statuses.current.get(source.source_id);
      if (before !== undefined && !isSettled({ status: before }) && isSettled(source)) onSettled(source);
      statuses.current.set(source.source_id, source.status);
    }
  }, [sources, onSettled]);

  const refresh = useCallback(
    async (signal?: AbortSignal) => {
      lists.current.asked += 1;
      const list = lists.current.asked;
      try {
        const page = await api.request<SourcePage>(
          `/api/trial/kb?limit=${PAGE_SIZE_MAX}`,
          signal ? { signal } : {},
        );
        if (list < lists.current.shown) return;
        lists.current.shown = list;
        const kept = page.sources.filter((source) => !removed.current.has(source.source_id));
        const newer = (sourceId: string) => (takenAfter.current.get(sourceId) ?? 0) >= list;
        setSources((all) => withFirstPage(all, { ...page, sources: kept }, newer));
        setCursor((before) => (page.next_cursor === null ? null : (before ?? page.next_cursor)));
        setProblem(null);
        setLoaded(true);
      } catch (error) {
        if (!isAbort(error)) setProblem(toProblem(error));
      }
    },
    [api],
  );

  useEffect(() => {
    const stop = new AbortController();
    void refresh(stop.signal);
    void followTrial({
      api,
      signal: stop.signal,
      onConnected: (open) => {
        setConnected(open);
        // What happened while the stream was away is not told again.
        if (open) void refresh(stop.signal);
      },
      onIngestion: (event) => {
        if (!statuses.current.has(event.source_id)) void refresh(stop.signal);
        setSources((all) => merged(all, event));
      },
      onWorkflow,
    });
    return () => stop.abort();
  }, [api, refresh, onWorkflow]);

  const unsettled = sources.some((source) => !isSettled(source));
  useEffect(() => {
    if (!unsettled) return;
    const stop = new AbortController();
    const timer = setInterval(() => void refresh(stop.signal), connected ? POLL_BESIDE_STREAM_MS : POLL_MS);
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [unsettled, connected, refresh]);

  const accepted = useCallback((source: AcceptedSource, bytes: number, kind: Source['kind'] = 'file') => {
    const now = new Date().toISOString();
    takenAfter.current.set(source.source_id, lists.current.asked);
    setSources((all) => {
      if (all.some((one) => one.source_id === source.source_id)) return all;
      const { source_id, name, status } = source;
      const placeholder = { title: null, url: null, progress_percent: 0, error: null, chunks: 0 };
      return [
        { source_id, kind, name, bytes, status, ...placeholder, created_at: now, updated_at: now },
        ...all,
      ];
    });
  }, []);

  const remove = useCallback(
    async (sourceId: string) => {
      try {
        await api.request(`/api/trial/kb/${sourceId}`, { method: 'DELETE' });
      } catch (error) {
        // Gone already, from another tab perhaps: what was wanted.
        if (toProblem(error).code !== 'not_found') throw error;
      }
      removed.current.add(sourceId);
      takenAfter.current.delete(sourceId);
      setSources((all) => all.filter((source) => source.source_id !== sourceId));
    },
    [api],
  );

  const loadMore = useCallback(async () => {
    if (cursor === null) return;
    try {
      const page = await api.request<SourcePage>(
        `/api/trial/kb?limit=${PAGE_SIZE_MAX}&cursor=${encodeURIComponent(cursor)}`,
      );
      setSources((all) => [
        ...all,
        ...page.sources.filter((s) => !all.some((o) => o.source_id === s.source_id)),
      ]);
      setCursor(page.next_cursor);
    } catch (error) {
      setProblem(toProblem(error));
    }
  }, [api, cursor]);

  return useMemo(
    () => ({
      sources,
      loaded,
      problem,
      more: cursor !== null,
      loadMore,
      refresh: () => void refresh(),
      accepted,
      remove,
    }),
    [sources, loaded, problem, cursor, loadMore, refresh, accepted, remove],
  );
}
