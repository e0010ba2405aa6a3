/** Follows the trial's live events: reconnects with Last-Event-ID and a growing pause until told to stop. */
import type { IngestionEvent } from '#lib/contracts/kb.ts';
import type { WorkflowView } from '#lib/contracts/workflow.ts';
import { type Api, toProblem } from '../api-client.ts';
import { readEventStream } from '../read-event-stream.ts';

const PAUSE_MIN_MS = 500;
const PAUSE_MAX_MS = 30_000;

interface FollowOptions {
  api: Api;
  signal: AbortSignal;
  onIngestion: (event: IngestionEvent) => void;
  onWorkflow?: ((view: WorkflowView) => void) | undefined;
  /** The stream is open or gone; while it is gone the caller polls. */
  onConnected: (connected: boolean) => void;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}

export async function followTrial(options: FollowOptions): Promise<void> {
  const { api, signal, onIngestion, onWorkflow, onConnected } = options;
  let lastId: string | undefined;
  let pauseMs = PAUSE_MIN_MS;
  while (!signal.aborted) {
    try {
      const response = await api.open('/api/trial/events', {
        signal,
        headers: { accept: 'text/event-stream', ...(lastId ? { 'last-event-id': lastId } : {}) },
      });
      onConnected(true);
      for await (const { event, id, data } of readEventStream(response)) {
        pauseMs = PAUSE_MIN_MS;
        if (id) lastId = id;
        if (event === 'ingestion') onIngestion(data as IngestionEvent);
        if (event === 'workflow') onWorkflow?.(data as WorkflowView);
      }
    } catch (error) {
      if (signal.aborted) return;
      const problem = toProblem(error);
      if (problem.code === 'unauthenticated' || problem.code === 'forbidden') return onConnected(false);
      if (problem.retryAfterSeconds !== null) pauseMs = Math.max(pauseMs, problem.retryAfterSeconds * 1_000);
    }
    onConnected(false);
    // Spread out, so that many pages do not come back in the same moment.
    await pause(pauseMs * (0.75 + Math.random() / 2), signal);
    pauseMs = Math.min(PAUSE_MAX_MS, pauseMs * 2);
  }
}
