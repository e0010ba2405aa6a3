/** Embedded mode: everything in one process on one directory, with no key and no other service. */
import { resolve } from 'node:path';
import type { EmbeddedConfig } from '#env.ts';
import { pgBossQueue } from '#lib/db/pg-boss-queue.ts';
import { openPgliteDatabase } from '#lib/db/pglite-database.ts';
import { pglitePgBoss } from '#lib/db/pglite-pg-boss.ts';
import { pinoLog } from '#lib/observability/pino-log.ts';
import { systemClock } from '#lib/ports/clock.ts';
import { countedOutbound } from '#lib/security/counted-outbound.ts';
import { ssrfGuard } from '#lib/security/ssrf-guard.ts';
import { undiciOutboundHttp } from '#lib/security/undici-outbound-http.ts';
import { openAnswerCache } from './answer-cache.ts';
import { type App, buildApp } from './app.ts';
import { openAskObserver } from './ask-observer.ts';
import { openFlags } from './flags.ts';
import { openLimiter } from './limits.ts';
import { openMailer } from './mailer.ts';
import { openModels } from './models.ts';
import type { Ports } from './ports.ts';
import { runPorts } from './run-ports.ts';
import { openTelemetry } from './telemetry.ts';

/** Errors: `conflict` when another process has the data directory, `database_unavailable`, `model_unavailable`. */
export async function openEmbedded(config: EmbeddedConfig): Promise<App> {
  const { ports, close } = await openEmbeddedPorts(config);
  return buildApp(config, ports, close);
}

/** What the verbs run on, with jobs running; evaluations use it to reach below the verbs. */
export async function openEmbeddedPorts(
  config: EmbeddedConfig,
): Promise<{ ports: Ports; close(): Promise<void> }> {
  const log = pinoLog(config.logLevel);
  const telemetry = openTelemetry(config, 'server');
  const { database, connection } = await openPgliteDatabase(
    resolve(config.dataDir),
    config.migrationsDir,
    log,
    telemetry,
  );
  const models = await openModels(config, telemetry);
  const jobs = pgBossQueue(
    {
      db: pglitePgBoss(connection),
      mode: 'embedded',
      consumes: true,
      concurrency: config.workerConcurrency,
    },
    log,
    telemetry,
  );
  const answerCache = openAnswerCache(undefined, log);
  const flags = await openFlags({ database, log, telemetry }, { aloneOnDatabase: true });
  const limiter = await openLimiter({ redisUrl: undefined, rateLimitInstances: 1 }, log, flags, telemetry);
  const mailer = openMailer(config, log);
  const outbound = countedOutbound(undiciOutboundHttp(ssrfGuard), telemetry);
  const { observer, close: closeObserver } = await openAskObserver(config, { telemetry, log });
  const { publicUrl, assessment } = config;
  const own = { answerCache, flags, limiter, mailer, outbound, observer };
  const shared = { ...own, publicUrl, assessment, clock: systemClock, log, telemetry };
  const ports: Ports = { database, jobs, ...shared, ...models.ports };
  return runPorts(ports, {
    closeModels: models.close,
    closeObserver,
    works: { aloneOnDatabase: true, faultAt: config.faultAt, faultJobs: config.faultJobs },
  });
}

/** Applies what is missing and returns its versions. Errors: `conflict`, `database_unavailable`. */
export async function migrateEmbedded(config: EmbeddedConfig): Promise<string[]> {
  const log = pinoLog('silent');
  const { database, applied } = await openPgliteDatabase(resolve(config.dataDir), config.migrationsDir, log);
  await database.close();
  return applied;
}
