/** Takes questions out of the quota before they are answered, and gives back those that were not. */
import type { AskCaller } from '#lib/core/caller.ts';
import { AppError } from '#lib/core/errors.ts';
import { groupCalls } from '#lib/core/group-calls.ts';
import { CALLS_PER_GROUP_MAX, type Plan } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Embedder } from '#lib/ports/models.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import type { AssignedTool } from '#lib/tools/answer-tools.ts';
import { trialExpired } from '#lib/trial/require-active-trial.ts';
import { dayOf } from './usage-day-store.ts';
import { type QueryUsage, type Reservation, refundQueries, reserveQueries } from './usage-store.ts';

export interface ReservedQuestions {
  usage: QueryUsage;
  /** Of the knowledge base when they were reserved. */
  kbVersion: string;
  tools: AssignedTool[];
}

type Ports = { database: Database; clock: Clock; embedder: Embedder; telemetry: Telemetry };

/** One reservation for all that a tenant asks at once; when there is no room for all of it, one after the other. */
const reserve = groupCalls<{ ports: Ports; tenantId: string; count: number }, Reservation>(
  CALLS_PER_GROUP_MAX,
  async (asked) => {
    const { ports, tenantId } = asked[0]!;
    const terms = { now: ports.clock.now(), embeddingModel: ports.embedder.model };
    const total = asked.reduce((sum, { count }) => sum + count, 0);
    return ports.database.asTenant(tenantId, async (tx) => {
      const { usage, ...state } = await reserveQueries(tx, total, terms);
      if (usage) {
        let used = usage.queries_used - total;
        return asked.map(({ count }) => {
          used += count;
          return { ...state, usage: { ...usage, queries_used: used } };
        });
      }
      const one: Reservation[] = [];
      for (const { count } of asked) {
        one.push(asked.length === 1 ? { usage, ...state } : await reserveQueries(tx, count, terms));
      }
      return one;
    });
  },
);

/** Errors: `trial_expired`, `reembed_required`, `quota_exceeded`; then nothing was taken. */
export async function reserveQuestions(
  ports: Ports,
  { tenantId }: AskCaller,
  count: number,
): Promise<ReservedQuestions> {
  const asked = { ports, tenantId, count };
  const reserved = await reserve(ports.database, tenantId, asked);
  const { usage, trialOver, otherModel, kbVersion, tools } = reserved;
  if (trialOver) throw trialExpired();
  if (otherModel) {
    throw new AppError(
      'reembed_required',
      'The documents were indexed with another embedding model. The operator has to run `npm run reembed`.',
    );
  }
  if (!usage) throw new AppError('quota_exceeded', 'The questions of this trial are used up.');
  ports.telemetry.count(
    'frontdesk_queries_total',
    { plan: (reserved.plan ?? 'trial') as 'trial' | Plan },
    count,
  );
  return { usage, kbVersion, tools };
}

/**
 * `failed`: they ended so through no doing of the asker. Null when the database could not say: giving back is best
 * effort, never a second failure.
 */
export async function refundQuestions(
  ports: { database: Database; clock: Clock; log: Log },
  caller: AskCaller,
  { count, failed }: { count: number; failed: boolean },
): Promise<QueryUsage | null> {
  const noted = { failed: failed ? count : 0, day: dayOf(ports.clock.now()) };
  try {
    return await ports.database.asTenant(caller.tenantId, (tx) => refundQueries(tx, count, noted));
  } catch (error) {
    ports.log.error({ err: error, tenant_id: caller.tenantId, count }, 'questions could not be given back');
    return null;
  }
}
