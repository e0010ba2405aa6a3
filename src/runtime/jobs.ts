/** Which verb does which job. */
import { ingestSource } from '#lib/kb/ingest-source.ts';
import { recoverSources } from '#lib/kb/recover-sources.ts';
import type { JobHandlers } from '#lib/ports/job-queue.ts';
import type { Ports } from './ports.ts';

const SWEEP_MS = 30_000;
/** A source may wait this long in a busy queue before its job is thought lost. */
const WAITING_MS = 120_000;

export function jobHandlers(ports: Ports): JobHandlers {
  return {
    'ingest-source': (data, signal) => ingestSource(ports, data, signal),
  };
}

/** Sends stranded work again now and from time to time; returns what stops it. */
export async function startRecovery(
  ports: Ports,
  options: { aloneOnDatabase: boolean },
): Promise<() => void> {
  const { aloneOnDatabase: alone } = options;
  await recoverSources(ports, { everyClaim: alone, waitingMs: alone ? 0 : WAITING_MS });
  const timer = setInterval(() => {
    recoverSources(ports, { everyClaim: false, waitingMs: WAITING_MS }).catch((error: unknown) =>
      ports.log.error({ err: error }, 'the search for stranded sources failed'),
    );
  }, SWEEP_MS);
  timer.unref();
  return () => clearInterval(timer);
}
