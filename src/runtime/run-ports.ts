/** Sets ports to work, jobs and sweeps included, and takes them down again in the right order; both modes share it. */
import type { JobName } from '#lib/contracts/jobs.ts';
import { SHUTDOWN_DRAIN_MAX_MS } from '#lib/core/limits.ts';
import { withFaults } from './faults.ts';
import { jobHandlers, startSweeps } from './jobs.ts';
import type { Ports } from './ports.ts';

export interface RunOptions {
  closeModels: () => Promise<void>;
  closeObserver: () => Promise<void>;
  /** Null: jobs are only sent from here. */
  works: { aloneOnDatabase: boolean; faultAt: number | undefined; faultJobs: JobName[] } | null;
  /** What must hold before jobs are swept for. */
  check?: () => Promise<void>;
}

/** Closes all of it again when it cannot start, and throws why. */
export async function runPorts(
  ports: Ports,
  { closeModels, closeObserver, works, check }: RunOptions,
): Promise<{ ports: Ports; close(): Promise<void> }> {
  let stopSweeps = () => {};

  async function close(): Promise<void> {
    stopSweeps();
    await ports.jobs.stop(SHUTDOWN_DRAIN_MAX_MS);
    await ports.answerCache.close();
    await ports.limiter.close();
    ports.mailer.close();
    await ports.outbound.close();
    await closeModels();
    await closeObserver();
    await ports.flags.close();
    await ports.database.close();
  }
  try {
    const handlers = jobHandlers(ports);
    const faulty = works && jobHandlers(withFaults(ports, works.faultAt));
    const struck = faulty && works.faultJobs.map((name) => [name, faulty[name]]);
    await ports.jobs.start({ ...handlers, ...Object.fromEntries(struck ?? []) });
    await check?.();
    if (works) stopSweeps = await startSweeps(ports, { aloneOnDatabase: works.aloneOnDatabase });
    return { ports, close };
  } catch (error) {
    await close().catch(() => undefined);
    throw error;
  }
}
