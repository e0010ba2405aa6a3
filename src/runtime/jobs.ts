/** Which verb does which job. */
import { RECOVERY_SWEEP_MS, RECOVERY_WAITING_MS } from '#lib/core/limits.ts';
import { ingestSource } from '#lib/kb/ingest-source.ts';
import { recoverSources } from '#lib/kb/recover-sources.ts';
import { recoverMails } from '#lib/mail/recover-mails.ts';
import { sendMail } from '#lib/mail/send-mail.ts';
import type { JobHandlers } from '#lib/ports/job-queue.ts';
import { indexVectors } from '#lib/rag/index-vectors.ts';
import { deliverWebhook } from '#lib/tools/deliver-webhook.ts';
import { recoverWebhooks } from '#lib/tools/recover-webhooks.ts';
import { assessChanged, assessForgotten } from '#lib/trial/assess-changed.ts';
import { expireTrials } from '#lib/trial/expire-trials.ts';
import { purgeExpiredTrials } from '#lib/trial/purge-expired-trials.ts';
import { recoverWorkflows } from '#lib/trial/recover-workflows.ts';
import { runStep } from '#lib/trial/run-step.ts';
import type { Ports } from './ports.ts';
import { workflowSteps } from './workflow-steps.ts';

const TRIALS_SWEEP_MS = 30_000;
const INDEXES_SWEEP_MS = 30_000;
const ASSESSMENTS_SWEEP_MS = 30_000;

export function jobHandlers(ports: Ports): JobHandlers {
  const steps = workflowSteps(ports);
  return {
    'ingest-source': (data, signal) => ingestSource(ports, data, signal),
    'deliver-webhook': (data, signal) => deliverWebhook(ports, data, signal),
    'run-workflow-step': (data, signal) => runStep(ports, steps, data, signal),
    'send-mail': (data) => sendMail(ports, data),
    'assess-kb': (data, signal) => assessChanged(ports, data, signal),
  };
}

/** Looks for stranded sources now and then, for trials that are over and for indexes to build; returns what stops it. */
export async function startSweeps(ports: Ports, options: { aloneOnDatabase: boolean }): Promise<() => void> {
  const { aloneOnDatabase: alone } = options;
  await recoverSources(ports, { everyClaim: alone, waitingMs: alone ? 0 : RECOVERY_WAITING_MS });
  await recoverWorkflows(ports, { everyLease: alone });
  await assessForgotten(ports);
  const stops = [
    sweep(ports, 'stranded sources', RECOVERY_SWEEP_MS, () =>
      recoverSources(ports, { everyClaim: false, waitingMs: RECOVERY_WAITING_MS }),
    ),
    sweep(ports, 'workflows that are due', RECOVERY_SWEEP_MS, () =>
      recoverWorkflows(ports, { everyLease: false }),
    ),
    sweep(ports, 'stranded mails', RECOVERY_SWEEP_MS, () =>
      recoverMails(ports, { waitingMs: RECOVERY_WAITING_MS }),
    ),
    sweep(ports, 'stranded webhooks', RECOVERY_SWEEP_MS, () =>
      recoverWebhooks(ports, { waitingMs: RECOVERY_WAITING_MS }),
    ),
    sweep(ports, 'trials that are over', TRIALS_SWEEP_MS, async (signal) => {
      await expireTrials(ports);
      await purgeExpiredTrials(ports, signal);
    }),
    sweep(ports, 'knowledge bases to assess', ASSESSMENTS_SWEEP_MS, () => assessForgotten(ports)),
  ];
  // Inserting into HNSW is slow where the database is in this process, and the exact search of one tenant is fast.
  if (!alone) {
    const work = (signal: AbortSignal) => indexVectors(ports, signal);
    stops.push(sweep(ports, 'vector indexes to build', INDEXES_SWEEP_MS, work));
  }
  return () => {
    for (const stop of stops) stop();
  };
}

/** Never twice at once in this process; other processes may sweep as well. */
function sweep(
  ports: Ports,
  what: string,
  everyMs: number,
  work: (signal: AbortSignal) => Promise<unknown>,
): () => void {
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
  }, everyMs);
  timer.unref();
  return () => {
    stopped.abort();
    clearInterval(timer);
  };
}
