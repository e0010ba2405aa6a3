/** Ends a trial or a plan now: work is refused from here on, and what is there stays for the days of grace. */
import type { AdminTrial } from '#lib/contracts/admin-trials.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { AppError, notFound } from '#lib/core/errors.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { audit } from './audit.ts';
import { adminTrialOf } from './list-trials.ts';
import { lockTrialRow, updateTrialEnd } from './trial-list-store.ts';

/** Errors: `not_found`, also while it is being erased; `conflict` when it is over already. */
export async function cancelTrial(
  ports: { database: Database; clock: Clock },
  caller: AdminCaller,
  tenantId: string,
): Promise<AdminTrial> {
  return ports.database.asPlatform('admin-trials', async (tx) => {
    const row = await lockTrialRow(tx, tenantId);
    if (!row) throw notFound();
    const now = ports.clock.now();
    const before = adminTrialOf(row, now);
    if (before.status === 'expired') throw new AppError('conflict', 'This trial is over already.');
    const end = { status: 'expired', expires_at: now } as const;
    await updateTrialEnd(tx, tenantId, end);
    const after = adminTrialOf({ ...row, ...end }, now);
    await audit(tx, caller, {
      action: 'trial.cancelled',
      subject: `trial:${tenantId}`,
      before: { status: before.status, expires_at: before.expires_at },
      after: { status: after.status, expires_at: after.expires_at },
    });
    return after;
  });
}
