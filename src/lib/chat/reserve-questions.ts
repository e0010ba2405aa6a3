/** Takes questions out of the quota before they are answered, and gives back those that were not. */
import type { TenantCaller } from '#lib/core/caller.ts';
import { AppError } from '#lib/core/errors.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Embedder } from '#lib/ports/models.ts';
import { trialExpired } from '#lib/trial/require-active-trial.ts';
import { type QueryUsage, refundQueries, reserveQueries } from './usage-store.ts';

export interface ReservedQuestions {
  usage: QueryUsage;
  /** Of the knowledge base when they were reserved. */
  kbVersion: string;
}

/** Errors: `trial_expired`, `reembed_required`, `quota_exceeded`; then nothing was taken. */
export async function reserveQuestions(
  ports: { database: Database; clock: Clock; embedder: Embedder },
  caller: TenantCaller,
  count: number,
): Promise<ReservedQuestions> {
  const { usage, trialOver, otherModel, kbVersion } = await ports.database.asTenant(caller.tenantId, (tx) =>
    reserveQueries(tx, count, { now: ports.clock.now(), embeddingModel: ports.embedder.model }),
  );
  if (trialOver) throw trialExpired();
  if (otherModel) {
    throw new AppError(
      'reembed_required',
      'The documents were indexed with another embedding model. The operator has to run `npm run reembed`.',
    );
  }
  if (!usage) throw new AppError('quota_exceeded', 'The questions of this trial are used up.');
  return { usage, kbVersion };
}

/** Null when the database could not say: giving back is best effort, never a second failure. */
export async function refundQuestions(
  ports: { database: Database; log: Log },
  caller: TenantCaller,
  count: number,
): Promise<QueryUsage | null> {
  try {
    return await ports.database.asTenant(caller.tenantId, (tx) => refundQueries(tx, count));
  } catch (error) {
    ports.log.error({ err: error, tenant_id: caller.tenantId, count }, 'questions could not be given back');
    return null;
  }
}
