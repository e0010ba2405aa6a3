/** Jobs: enqueued in the transaction that makes them needed, delivered at least once. */
import type { JobData, JobName } from '#lib/contracts/jobs.ts';
import type { PlatformTransaction, TenantTransaction } from './database.ts';

export type JobHandlers = { [N in JobName]: (data: JobData<N>, signal: AbortSignal) => Promise<void> };

export interface JobQueue {
  /** Commits and rolls back with `tx`. */
  enqueue<N extends JobName>(
    tx: TenantTransaction | PlatformTransaction,
    name: N,
    data: JobData<N>,
  ): Promise<void>;
  /** Removes every job of these tenants, in whatever state, with `tx`. */
  forget(tx: PlatformTransaction, tenantIds: readonly string[]): Promise<void>;
  /** Tells workers of this process to look now instead of at their next poll; call it after the commit. */
  wake(name: JobName): void;
  start(handlers: JobHandlers): Promise<void>;
  healthy(): boolean;
  /** Aborts running jobs and waits for them, at most `drainMs`; they are delivered again later. */
  stop(drainMs: number): Promise<void>;
}
