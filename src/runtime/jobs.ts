/** Which verb does which job. */
import { ingestSource } from '#lib/kb/ingest-source.ts';
import { recoverSources } from '#lib/kb/recover-sources.ts';
import type { JobHandlers } from '#lib/ports/job-queue.ts';
import { expireTrials } from '#lib/trial/expire-trials.ts';
import { purgeExpiredTrials } from '#lib/trial/purge-expired-trials.ts';
import type { Ports } from './ports.ts';

const SWEEP_MS = 30_000;
/** A source may wait this long in a busy queue before its job is thought lost. */
const WAITING_MS = 120_000;

export function jobHandlers(ports: Ports): JobHandlers {
  return {
    'ingest-source': (data, signal) => ingestSource(ports, data, signal),
  };
}

/** Looks for stranded sources now and from time to time, and for trials that are over; returns what stops it. */
export async function startSweeps(ports: Ports, options: { aloneOnDatabase: boolean }): Promise<() => void> {
  const { aloneOnDatabase: alone } = options;
  await recoverSources(ports, { everyClaim: alone, waitingMs: alone ? 0 : WAITING_MS });
  const stops = [
    sweep(ports, 'stranded sources', () =>
      recoverSources(ports, { everyClaim: false, waitingMs: WAITING_MS }),
    ),
    sweep(ports, 'trials that are over', async (signal) => {
      await expireTrials(ports);
      await purgeExpiredTrials(ports, signal);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Never twice at once in this process; other processes may sweep as well. */
function sweep(ports: Ports, what: string, work: (signal: AbortSignal) => Promise<unknown>): () => void {
  const stopped = new AbortController();
  let running = false;
  const timer = setInterval(async () => {
    if (running) return;
    running = true;
    try {
      await work(stopped.signal);
    } catch (err) {
      if (!stopped.signal.aborted) ports.log.error({ err }, `the search for ${what} failed`);
    } finally {
      running = false;
    }
  }, SWEEP_MS);
  timer.unref();
  return () => {
    stopped.abort();
    clearInterval(timer);
  };
}
