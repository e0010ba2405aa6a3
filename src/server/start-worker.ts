/** A worker of production mode: runs jobs until it is told to stop. */
import { readConfig } from '#env.ts';
import { AppError } from '#lib/core/errors.ts';
import { openProductionPorts } from '#runtime/production.ts';
import { createShutdown, handleProcessEvents } from './shutdown.ts';

/** Resolves when jobs are being taken. Throws with a sentence when it cannot start. */
export async function startWorker(): Promise<void> {
  const config = readConfig();
  if (config.mode === 'embedded') {
    throw new AppError(
      'conflict',
      'In embedded mode “npm start” runs the jobs itself. Workers belong to production mode: set DATABASE_URL and REDIS_URL.',
    );
  }
  const { ports, close } = await openProductionPorts(config, { consumes: true });
  process.stdout.write(
    `Frontdesk worker is ready: ${config.workerConcurrency} jobs at a time, embeddings by ${ports.embedder.model}\n`,
  );
  const parts = [{ name: 'application', close }];
  handleProcessEvents(
    createShutdown({ parts, log: ports.log, exit: (code) => process.exit(code) }),
    ports.log,
  );
}
