/** The files on their way to the server: two at a time, each with its progress, refusals kept until dismissed. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AcceptedSource } from '#lib/contracts/kb.ts';
import { isAbort, toProblem } from '../api-client.ts';
import { explainProblem } from '../explain-problem.ts';
import { checkFiles } from './check-files.ts';
import { uploadFile } from './upload-file.ts';

const CONCURRENT_UPLOADS = 2;

export interface Upload {
  id: string;
  name: string;
  bytes: number;
  state: 'waiting' | 'sending' | 'refused' | 'duplicate';
  percent: number;
  message: string | null;
  /** Whether sending the same file again may help. */
  retry: boolean;
}

interface UseUploadsOptions {
  token: string;
  onAccepted: (source: AcceptedSource, bytes: number) => void;
  onAnnounce: (text: string) => void;
}

export interface Uploads {
  uploads: Upload[];
  add: (files: readonly File[]) => void;
  retry: (id: string) => void;
  dismiss: (id: string) => void;
}

export function useUploads({ token, onAccepted, onAnnounce }: UseUploadsOptions): Uploads {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const files = useRef(new Map<string, File>());
  const queue = useRef<string[]>([]);
  const running = useRef(0);
  const stop = useRef(new AbortController());

  useEffect(() => {
    if (stop.current.signal.aborted) stop.current = new AbortController();
    return () => stop.current.abort();
  }, []);

  const change = useCallback((id: string, patch: Partial<Upload>) => {
    setUploads((all) => all.map((upload) => (upload.id === id ? { ...upload, ...patch } : upload)));
  }, []);

  const forget = useCallback((id: string) => {
    files.current.delete(id);
    setUploads((all) => all.filter((upload) => upload.id !== id));
  }, []);

  const send = useCallback(
    async (id: string, file: File) => {
      change(id, { state: 'sending', percent: 0, message: null });
      try {
        const source = await uploadFile(file, {
          token,
          idempotencyKey: id,
          onProgress: (percent) => change(id, { percent }),
          signal: stop.current.signal,
        });
        if (source.duplicate) {
          files.current.delete(id);
          change(id, {
            state: 'duplicate',
            message: 'Already in your knowledge base; nothing was added twice.',
          });
          onAnnounce(`${file.name} is already in your knowledge base.`);
        } else forget(id);
        onAccepted(source, file.size);
      } catch (error) {
        if (isAbort(error)) return;
        const problem = explainProblem(toProblem(error));
        change(id, { state: 'refused', message: problem.message, retry: problem.retry });
        onAnnounce(`${file.name} was not added. ${problem.message}`);
      }
    },
    [change, forget, onAccepted, onAnnounce, token],
  );

  const pump = useCallback(() => {
    while (running.current < CONCURRENT_UPLOADS) {
      const id = queue.current.shift();
      if (id === undefined) return;
      const file = files.current.get(id);
      if (file === undefined) continue;
      running.current += 1;
      void send(id, file).finally(() => {
        running.current -= 1;
        pump();
      });
    }
  }, [send]);

  const add = useCallback(
    (chosen: readonly File[]) => {
      const { accepted, refused } = checkFiles(chosen);
      const entry = (file: File, more: Partial<Upload>): Upload => ({
        id: crypto.randomUUID(),
        name: file.name,
        bytes: file.size,
        state: 'waiting',
        percent: 0,
        message: null,
        retry: false,
        ...more,
      });
      const waiting = accepted.map((file) => entry(file, {}));
      accepted.forEach((file, index) => {
        const id = waiting[index]?.id;
        if (id === undefined) return;
        files.current.set(id, file);
        queue.current.push(id);
      });
      const turnedAway = refused.map(({ file, reason }) =>
        entry(file, { state: 'refused', message: reason }),
      );
      setUploads((all) => [...turnedAway, ...waiting, ...all]);
      for (const { file, reason } of refused) onAnnounce(`${file.name} was not added. ${reason}`);
      pump();
    },
    [onAnnounce, pump],
  );

  const retry = useCallback(
    (id: string) => {
      change(id, { state: 'waiting', message: null });
      queue.current.push(id);
      pump();
    },
    [change, pump],
  );

  return useMemo(() => ({ uploads, add, retry, dismiss: forget }), [uploads, add, retry, forget]);
}
