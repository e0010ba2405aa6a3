/** A worker of production mode: runs jobs until it is told to stop. */
import { type ProductionConfig, readConfig } from '#env.ts';
import { AppError } from '#lib/core/errors.ts';
import { exposeMetrics } from '#lib/metrics/expose-metrics.ts';
import type { Ports } from '#runtime/ports.ts';
import { openProductionPorts } from '#runtime/production.ts';
import { scrapeRules } from '#runtime/telemetry.ts';
import { type MetricsServer, startMetricsServer } from './metrics-server.ts';
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
  const metrics = await openMetrics(config, ports).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  process.stdout.write(
    `Frontdesk worker is ready: ${config.workerConcurrency} jobs at a time, embeddings by ${ports.embedder.model}\n`,
  );
  if (metrics)
    process.stdout.write(`  metrics     http://${config.metrics.host}:${metrics.port}/api/metrics\n`);
  const parts = [
    ...(metrics ? [{ name: 'metrics', close: metrics.close }] : []),
    { name: 'application', close },
  ];
  handleProcessEvents(
    createShutdown({ parts, log: ports.log, exit: (code) => process.exit(code) }),
    ports.log,
  );
}

async function openMetrics(config: ProductionConfig, ports: Ports): Promise<MetricsServer | null> {
  const { port, host } = config.metrics;
  if (port === null) return null;
  // Its own port is no visitor's door: on this machine it answers without a token.
  const rules = { ...scrapeRules(config), openToThisMachine: true };
  return startMetricsServer({ port, host }, (scrape) => exposeMetrics(ports, rules, scrape));
}
