/** How the system is: what readiness says of the process, and what the database says of everything else. */
import type { SystemHealth } from '#lib/contracts/admin-health.ts';
import type { Readiness } from '#lib/contracts/system.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { isFlagKey } from '#lib/core/flag-keys.ts';
import { MAIL_WAITS_LONG_SECONDS, WORKER_SEEN_WITHIN_MS } from '#lib/core/limits.ts';
import { selectFlags } from '#lib/flags/flag-store.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import { countIngestion, countOutbox, selectDatabaseFacts } from './health-store.ts';

/** What only the running process knows. */
export interface ProcessFacts {
  readiness: () => Promise<Readiness>;
  sendsMail: boolean;
  version: string;
  disk: () => Promise<SystemHealth['storage']['disk']>;
}

/** Errors: `database_busy` or `database_unavailable`; `GET /api/health/ready` answers even then. */
export async function getHealth(
  ports: { database: Database; clock: Clock; jobs: JobQueue },
  _caller: AdminCaller,
  process: ProcessFacts,
): Promise<SystemHealth> {
  const now = ports.clock.now();
  const [ready, disk, found] = await Promise.all([
    process.readiness(),
    process.disk(),
    ports.database.asPlatform('admin-health', async (tx) => ({
      jobs: await ports.jobs.counts(tx),
      ingestion: await countIngestion(tx),
      mails: await countOutbox(tx, 'mails'),
      webhooks: await countOutbox(tx, 'webhooks'),
      flags: await selectFlags(tx),
      facts: await selectDatabaseFacts(tx),
    })),
  ]);
  const { jobs, ingestion, mails, webhooks, flags, facts } = found;
  const { database_bytes, ...versions } = facts;
  const seen = jobs.workersSeenAt;
  const workers = seen !== null && now.getTime() - seen.getTime() < WORKER_SEEN_WITHIN_MS ? 'ok' : 'down';
  const mail = !process.sendsMail
    ? 'off'
    : (mails.oldest_waiting_seconds ?? 0) > MAIL_WAITS_LONG_SECONDS
      ? 'degraded'
      : 'ok';
  const worse = workers === 'down' || mail === 'degraded';
  return {
    at: now.toISOString(),
    status: ready.status === 'ok' && worse ? 'degraded' : ready.status,
    parts: { ...ready.parts, workers, mail },
    workers_seen_at: seen?.toISOString() ?? null,
    queues: jobs.queues,
    ingestion,
    outbox: { mails: numbersOf(mails), webhooks: numbersOf(webhooks) },
    storage: { database_bytes, disk },
    versions: { app: process.version, ...versions },
    flags_off_by_guard: flags
      .filter(({ enabled, updated_by }) => !enabled && updated_by === 'guard')
      .map(({ key }) => key)
      .filter(isFlagKey),
  };
}

const numbersOf = ({ waiting, failed }: { waiting: number; failed: number }) => ({ waiting, failed });
