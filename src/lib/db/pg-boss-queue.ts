/** Jobs on pg-boss, in the product's own database: a job commits or vanishes with the row it is about. */
import { sql } from 'kysely';
import { type ConstructorOptions, fromKysely, PgBoss } from 'pg-boss';
import { JOBS, type JobData, type JobName } from '#lib/contracts/jobs.ts';
import { AppError, isAppError, toAppError } from '#lib/core/errors.ts';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';
import type { JobHandlers, JobQueue, QueueCounts } from '#lib/ports/job-queue.ts';
import type { Log } from '#lib/ports/log.ts';
import { noTelemetry } from '#lib/ports/telemetry.ts';

const JOB_NAMES = Object.keys(JOBS) as JobName[];
/** pg-boss takes no less than half a second. */
const POLL_SECONDS = { embedded: 2, production: 0.5 };
/** A failure of the queue counts this long for `healthy`. */
const FAILURE_COUNTS_MS = 30_000;
const HEARTBEAT_SECONDS = 60;
const RETENTION_SECONDS = 24 * 3600;

type IDatabase = NonNullable<ConstructorOptions['db']>;

export interface QueueSettings {
  /** Statements in pg-boss's own transactions; every result row of a text of several statements. */
  db: IDatabase;
  /** `embedded` makes and owns the queue's schema; in `production` the migrations have made it. */
  mode: 'embedded' | 'production';
  /** Whether this process runs jobs, or only sends them. */
  consumes: boolean;
  /** How many jobs of a kind run at once in this process. */
  concurrency: number;
}

/** A job only delivers: the verb decides what becomes of its row, and whether there is to be another job. */
export function pgBossQueue(settings: QueueSettings, log: Log, telemetry = noTelemetry): JobQueue {
  const embedded = settings.mode === 'embedded';
  const boss = new PgBoss({
    db: settings.db,
    ...(embedded ? { backend: 'pglite' as const } : {}),
    migrate: embedded,
    createSchema: embedded,
    schedule: false,
    supervise: settings.consumes,
  });
  const workers = new Map<JobName, string[]>();
  let running = false;
  const stopping = new AbortController();
  let failedAt = Number.NEGATIVE_INFINITY;
  boss.on('error', (error) => {
    failedAt = performance.now();
    log.error({ err: error }, 'job queue error');
  });

  return {
    async enqueue(tx, name, data, options) {
      const delay = options?.delaySeconds ? { startAfter: options.delaySeconds } : {};
      await asQueueUser(tx, () =>
        boss.send(name, data, { db: fromKysely(tx), singletonKey: keyOf(data), ...delay }),
      );
    },
    async withoutJob(tx, name, items) {
      if (items.length === 0) return [];
      const { rows } = await asQueueUser(tx, () =>
        sql<{ key: string }>`select singleton_key as key from pgboss.job
          where name = ${name} and state < 'active' and singleton_key = any(${items.map(keyOf)}::text[])`.execute(
          tx,
        ),
      );
      const waiting = new Set(rows.map(({ key }) => key));
      return items.filter((item) => !waiting.has(keyOf(item)));
    },
    async forget(tx, tenantIds) {
      await asQueueUser(tx, () =>
        sql`delete from pgboss.job where data ->> 'tenant_id' = any(${[...tenantIds]}::text[])`.execute(tx),
      );
    },
    async counts(tx) {
      return asQueueUser(tx, () => selectCounts(tx));
    },
    wake(name) {
      for (const id of workers.get(name) ?? []) boss.notifyWorker(id);
    },
    async start(handlers) {
      try {
        await boss.start();
      } catch (cause) {
        if (isAppError(cause)) throw cause;
        const message = 'The job queue is not of this version: run `npm run migrate` first.';
        throw embedded ? cause : new AppError('database_unavailable', message, { cause });
      }
      if (embedded) {
        await createQueues(boss);
        await grantQueueToApp(settings.db);
      }
      running = true;
      if (!settings.consumes) return;
      for (const name of JOB_NAMES) {
        const ids: string[] = [];
        workers.set(name, ids);
        for (let i = 0; i < settings.concurrency; i++) {
          const work = async ([job]: { data: unknown; signal: AbortSignal }[]) => {
            // Where there was one job there may be more: look again at once instead of at the next poll.
            const id = ids[i];
            if (id) boss.notifyWorker(id);
            if (!job) return;
            const signal = AbortSignal.any([job.signal, stopping.signal]);
            const from = performance.now();
            const ended = (outcome: 'done' | 'failed') =>
              telemetry.observe(
                'frontdesk_job_duration_seconds',
                { queue: name, outcome },
                (performance.now() - from) / 1_000,
              );
            await deliver(handlers, name, job.data, signal).then(
              () => ended('done'),
              (error: unknown) => {
                ended('failed');
                withoutContent(error);
              },
            );
          };
          const pollingIntervalSeconds = POLL_SECONDS[settings.mode];
          ids.push(await boss.work(name, { pollingIntervalSeconds, batchSize: 1 }, work));
        }
      }
    },
    healthy: () => running && performance.now() - failedAt > FAILURE_COUNTS_MS,
    async stop(drainMs) {
      running = false;
      // Every job starts over safely; finishing a long one would hold the shutdown for nothing.
      stopping.abort();
      await boss.stop({ graceful: true, timeout: drainMs, close: false });
    },
  };
}

/** Makes or updates the queue's schema with its queues, as the owner of the database. */
export async function migrateQueue(db: IDatabase): Promise<void> {
  const boss = new PgBoss({ db, supervise: false, schedule: false });
  const failures: Error[] = [];
  boss.on('error', (error) => failures.push(error));
  await boss.start();
  await createQueues(boss);
  await boss.stop({ graceful: false, close: false });
  if (failures[0]) throw failures[0];
  await grantQueueToApp(db);
}

async function deliver<N extends JobName>(
  handlers: JobHandlers,
  name: N,
  data: unknown,
  signal: AbortSignal,
): Promise<void> {
  await handlers[name](JOBS[name].parse(data) as JobData<N>, signal);
}

/** The queue keeps what a job failed with, and a database's error may hold whole rows: it gets the code alone. */
function withoutContent(error: unknown): never {
  throw new Error(toAppError(error).code);
}

async function selectCounts(tx: PlatformTransaction): ReturnType<JobQueue['counts']> {
  const { rows } = await sql<QueueCounts & { seen: Date | null }>`
    select q.name as queue, (count(*) filter (where j.state < 'active' and j.start_after <= now()))::int as waiting,
      (count(*) filter (where j.state < 'active' and j.start_after > now()))::int as later,
      (count(*) filter (where j.state = 'active'))::int as active,
      (count(*) filter (where j.state = 'failed'))::int as failed,
      extract(epoch from now() - min(j.start_after) filter (where j.state < 'active' and j.start_after <= now()))::int
        as oldest_waiting_seconds,
      greatest(max(q.monitor_claim_on), max(q.maintain_on), max(j.heartbeat_on), max(j.started_on)) as seen
    from pgboss.queue q left join pgboss.job j on j.name = q.name and j.state != 'completed'
    where q.name = any(${JOB_NAMES}::text[]) group by q.name order by q.name`.execute(tx);
  const seen = rows.flatMap((row) => (row.seen === null ? [] : [row.seen.getTime()]));
  return {
    queues: rows.map(({ seen: _, ...counts }) => counts),
    workersSeenAt: seen.length === 0 ? null : new Date(Math.max(...seen)),
  };
}

/** What a job is about: payloads are ids only. */
function keyOf(data: object): string {
  return Object.values(data).join(':');
}

/** The roles of tenants and of the platform have no rights on the queue: no tenant statement can read another's jobs. */
async function asQueueUser<T>(
  tx: TenantTransaction | PlatformTransaction,
  work: () => Promise<T>,
): Promise<T> {
  const { rows } = await sql<{ role: string }>`select current_setting('role') as role`.execute(tx);
  await sql`select set_config('role', 'app', true)`.execute(tx);
  const result = await work();
  await sql`select set_config('role', ${rows[0]?.role ?? 'none'}, true)`.execute(tx);
  return result;
}

/** Makes the queues that are missing; harmless when they are there. */
async function createQueues(boss: PgBoss): Promise<void> {
  for (const name of JOB_NAMES) {
    await boss.createQueue(name, {
      retryLimit: 3,
      retryDelay: 2,
      retryBackoff: true,
      expireInSeconds: 15 * 60,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      deleteAfterSeconds: RETENTION_SECONDS,
    });
  }
}

/** The login role of servers and workers uses the queue; no tenant's role may. */
async function grantQueueToApp(db: IDatabase): Promise<void> {
  await db.executeSql(`grant usage on schema pgboss to app;
    grant select, insert, update, delete on all tables in schema pgboss to app;
    grant execute on all functions in schema pgboss to app`);
}
