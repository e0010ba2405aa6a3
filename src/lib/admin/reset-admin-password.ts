/** Takes an administrator's password away and gives a one-time link to set a new one; every session ends. */
import { lockAccounts, selectAdmin, setPasswordRow } from '#lib/auth/admin-store.ts';
import { revokeSessionsOf } from '#lib/auth/session-store.ts';
import { makeSetupLink } from '#lib/auth/setup-link.ts';
import type { SetupLink } from '#lib/contracts/admin.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { AppError, notFound } from '#lib/core/errors.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { requireStillOwner } from './admin-user.ts';
import { audit } from './audit.ts';
import { INVITATION_MS } from './invite-admin.ts';

/** Errors: `not_found`, `conflict` for one's own account and for a disabled one, `forbidden`. */
export async function resetAdminPassword(
  ports: { database: Database; clock: Clock },
  caller: AdminCaller,
  adminId: string,
): Promise<SetupLink> {
  if (adminId === caller.adminId) {
    throw new AppError('conflict', 'Change your own password with the present one.');
  }
  return ports.database.asPlatform('admin-users', async (tx) => {
    await lockAccounts(tx);
    await requireStillOwner(tx, caller);
    const account = await selectAdmin(tx, adminId);
    if (!account) throw notFound();
    if (account.status === 'disabled') throw new AppError('conflict', 'Enable the account first.');
    const now = ports.clock.now();
    await setPasswordRow(tx, adminId, null, now);
    const sessions = await revokeSessionsOf(tx, adminId, now);
    const link = await makeSetupLink(tx, { adminId, now, lastsMs: INVITATION_MS });
    const subject = `admin:${adminId}`;
    await audit(tx, caller, { action: 'admin.password_reset', subject, after: { sessions_ended: sessions } });
    return link;
  });
}
