/** Erases a tenant for good: every row, file, vector, key and job, in short steps that may be cut off anywhere. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ErasureReceipt } from '#lib/contracts/erasure.ts';
import { AppError, isAppError, unauthenticated } from '#lib/core/errors.ts';
import { PURGE_ROWS_PER_STATEMENT } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { JobQueue } from '#lib/ports/job-queue.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import {
  beginErasure,
  type ErasureReason,
  eraseRest,
  eraseSome,
  finishErasure,
  LONG_TABLES,
} from './erasure-store.ts';

export type PurgePorts = {
  database: Database;
  jobs: JobQueue;
  answerCache: { forget(tenantId: string): Promise<void> };
  clock: Clock;
  log: Log;
  telemetry: Telemetry;
};

interface Order {
  tenantId: string;
  reason: ErasureReason;
}

/** A step waits for transactions of the tenant that are under way, which end by themselves. */
const STEP_ATTEMPTS = 5;
const STEP_RETRY_MS = 200;

/**
 * Credentials stop working with the first step; a purge that is cut off after it is finished by the sweep. Purging
 * twice at once is harmless. Errors: `unauthenticated` when there is no such tenant, `database_busy`, `cancelled`.
 */
export async function purgeTrial(
  ports: PurgePorts,
  order: Order,
  signal: AbortSignal,
): Promise<ErasureReceipt> {
  try {
    const receipt = await purge(ports, order, signal);
    ports.telemetry.count('frontdesk_trial_purges_total', { outcome: 'done' });
    return receipt;
  } catch (error) {
    const nothingToDo = isAppError(error) && error.code === 'unauthenticated';
    if (!nothingToDo && !signal.aborted)
      ports.telemetry.count('frontdesk_trial_purges_total', { outcome: 'failed' });
    throw error;
  }
}

async function purge(ports: PurgePorts, order: Order, signal: AbortSignal): Promise<ErasureReceipt> {
  const { tenantId, reason } = order;
  const step = <T>(work: Parameters<typeof ports.database.asPlatform<T>>[1]) =>
    persistently(() => ports.database.asPlatform('purge', work), signal);

  const begun = await step((tx) => beginErasure(tx, tenantId, reason, ports.clock.now()));
  if (!begun) throw unauthenticated();
  for (const table of LONG_TABLES) {
    const some = () => step((tx) => eraseSome(tx, tenantId, table, PURGE_ROWS_PER_STATEMENT));
    while ((await some()) === PURGE_ROWS_PER_STATEMENT);
  }
  const receipt = await step(async (tx) => {
    await eraseRest(tx, tenantId);
    // After the rows: whoever sends a job holds a lock on one of them until it commits.
    await ports.jobs.forget(tx, [tenantId]);
    return finishErasure(tx, tenantId, ports.clock.now());
  });
  await forgetAnswers(ports, tenantId);
  const rows = receipt?.rows ?? {};
  ports.log.info({ tenant_id: tenantId, reason: receipt?.reason ?? reason, rows }, 'tenant erased');
  return {
    tenant_id: tenantId,
    purged_at: (receipt?.finished_at ?? ports.clock.now()).toISOString(),
    rows,
  };
}

/** Copies of answers: they go out of use with the tenant, and the sweep drops them again should the cache be away now. */
export async function forgetAnswers(
  ports: Pick<PurgePorts, 'answerCache' | 'log'>,
  tenantId: string,
): Promise<void> {
  await ports.answerCache
    .forget(tenantId)
    .catch((error: Error) =>
      ports.log.warn(
        { tenant_id: tenantId, reason: error.message },
        'cached answers could not be dropped yet',
      ),
    );
}

async function persistently<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    if (signal.aborted) throw new AppError('cancelled', 'The purge was interrupted; the next sweep goes on.');
    try {
      return await work();
    } catch (error) {
      const passes = isAppError(error) && error.code === 'database_busy';
      if (!passes || attempt === STEP_ATTEMPTS) throw error;
      await sleep(STEP_RETRY_MS * attempt);
    }
  }
}
