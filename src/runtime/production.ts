/** Production mode: servers and workers, several of each, on Postgres through a transaction pooler and on Redis. */
import type { ProductionConfig } from '#env.ts';
import { AppError } from '#lib/core/errors.ts';
import { migratePostgres } from '#lib/db/migrate-postgres.ts';
import { pgBossQueue } from '#lib/db/pg-boss-queue.ts';
import { pinoLog } from '#lib/observability/pino-log.ts';
import { systemClock } from '#lib/ports/clock.ts';
import { requireVectorSettings } from '#lib/rag/require-vector-settings.ts';
import { countedOutbound } from '#lib/security/counted-outbound.ts';
import { ssrfGuard } from '#lib/security/ssrf-guard.ts';
import { undiciOutboundHttp } from '#lib/security/undici-outbound-http.ts';
import { openSupabase, requireMigrated } from '#lib/supabase-client.ts';
import { adminSecrets } from './admin-secrets.ts';
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

/** A server: takes requests and sends jobs. Errors: ConfigError without admin secrets, `database_unavailable`, `model_unavailable`. */
export async function openServer(config: ProductionConfig): Promise<App> {
  adminSecrets(config);
  const { ports, close } = await openProductionPorts(config, { consumes: false });
  return buildApp(config, ports, close);
}

/** What the verbs run on. With `consumes` this process is a worker: it runs jobs and looks for stranded ones. */
export async function openProductionPorts(
  config: ProductionConfig,
  { consumes }: { consumes: boolean },
): Promise<{ ports: Ports; close(): Promise<void> }> {
  const log = pinoLog(config.logLevel);
  const telemetry = openTelemetry(config, consumes ? 'worker' : 'server');
  const supabase = openSupabase(config.database, log, telemetry);
  const { database, queueDb } = supabase;
  const opening = requireMigrated(supabase, config.migrationsDir).then(() => openModels(config, telemetry));
  const models = await opening.catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  const concurrency = config.workerConcurrency;
  const jobs = pgBossQueue({ db: queueDb, mode: 'production', consumes, concurrency }, log, telemetry);
  const answerCache = openAnswerCache(config.redisUrl, log);
  const flags = await openFlags({ database, log, telemetry }, { aloneOnDatabase: false });
  const limiter = await openLimiter(config, log, flags, telemetry);
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
    works: consumes ? { aloneOnDatabase: false, faultAt: config.faultAt, faultJobs: config.faultJobs } : null,
    check: () => requireVectorSettings(ports),
  });
}

/** Applies what is missing and returns its versions. Errors: `invalid_request` without DIRECT_URL, `database_unavailable`. */
export async function migrateProduction(config: ProductionConfig): Promise<string[]> {
  const { directUrl } = config.database;
  if (!directUrl) {
    throw new AppError(
      'invalid_request',
      'Set DIRECT_URL to a direct connection to the database: migrations cannot run through a transaction pooler.',
    );
  }
  return migratePostgres(directUrl, config.migrationsDir);
}
