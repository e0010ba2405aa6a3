/** Gives a trial more days; one that has ended goes on. */
import type { AdminTrial } from '#lib/contracts/admin-trials.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { AppError, notFound } from '#lib/core/errors.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { audit } from './audit.ts';
import { adminTrialOf } from './list-trials.ts';
import { lockTrialRow, updateTrialEnd } from './trial-list-store.ts';

const DAY_MS = 86_400_000;

/** Errors: `not_found`, also while it is being erased; `conflict` when it is on a plan. */
export async function extendTrial(
  ports: { database: Database; clock: Clock },
  caller: AdminCaller,
  { tenantId, days }: { tenantId: string; days: number },
): Promise<AdminTrial> {
  return ports.database.asPlatform('admin-trials', async (tx) => {
    const row = await lockTrialRow(tx, tenantId);
    if (!row) throw notFound();
    if (row.status === 'active') {
      throw new AppError('conflict', 'This tenant is on a plan, which does not end by itself.');
    }
    const now = ports.clock.now();
    const from = Math.max(row.expires_at.getTime(), now.getTime());
    const end = { status: 'trial', expires_at: new Date(from + days * DAY_MS) } as const;
    await updateTrialEnd(tx, tenantId, end);
    const before = adminTrialOf(row, now);
    const after = adminTrialOf({ ...row, ...end }, now);
    await audit(tx, caller, {
      action: 'trial.extended',
      subject: `trial:${tenantId}`,
      before: { status: before.status, expires_at: before.expires_at },
      after: { status: after.status, expires_at: after.expires_at, days },
    });
    return after;
  });
}
