/** Jobs: enqueued in the transaction that makes them needed, delivered at least once. */
import type { JobData, JobName } from '#lib/contracts/jobs.ts';
import type { PlatformTransaction, TenantTransaction } from './database.ts';

export type JobHandlers = { [N in JobName]: (data: JobData<N>, signal: AbortSignal) => Promise<void> };

export interface QueueCounts {
  queue: JobName;
  /** May run now. */
  waiting: number;
  /** Put off. */
  later: number;
  active: number;
  /** Given up, as long as the queue keeps such jobs. */
  failed: number;
  /** Of the one that may run for the longest; null when none waits. */
  oldest_waiting_seconds: number | null;
}

export interface JobQueue {
  /** Commits and rolls back with `tx`. Nobody takes it before `delaySeconds` have passed. */
  enqueue<N extends JobName>(
    tx: TenantTransaction | PlatformTransaction,
    name: N,
    data: JobData<N>,
    options?: { delaySeconds: number },
  ): Promise<void>;
  /** Removes every job of these tenants, in whatever state, with `tx`. */
  forget(tx: PlatformTransaction, tenantIds: readonly string[]): Promise<void>;
  /** Those of `items` that no job in the queue waits for; one that a worker has taken is not in the queue any more. */
  withoutJob<N extends JobName>(
    tx: PlatformTransaction,
    name: N,
    items: readonly JobData<N>[],
  ): Promise<JobData<N>[]>;
  /** Every queue, and when a process that runs jobs last looked after them; null when none ever did. */
  counts(tx: PlatformTransaction): Promise<{ queues: QueueCounts[]; workersSeenAt: Date | null }>;
  /** Tells workers of this process to look now instead of at their next poll; call it after the commit. */
  wake(name: JobName): void;
  start(handlers: JobHandlers): Promise<void>;
  healthy(): boolean;
  /** Aborts running jobs and waits for them, at most `drainMs`; they are delivered again later. */
  stop(drainMs: number): Promise<void>;
}
