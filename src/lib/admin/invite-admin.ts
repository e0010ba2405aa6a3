/** Adds an administrator, who sets a password by a one-time link: nobody else ever knows it. */
import { insertAdmin, lockAccounts, selectAdmin, selectAdminByEmail } from '#lib/auth/admin-store.ts';
import { makeSetupLink } from '#lib/auth/setup-link.ts';
import type { AdminUser, InviteInput, SetupLink } from '#lib/contracts/admin.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { AppError } from '#lib/core/errors.ts';
import { newId } from '#lib/core/ids.ts';
import { ADMIN_INVITATION_HOURS } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { adminUserOf, requireStillOwner } from './admin-user.ts';
import { audit } from './audit.ts';

export const INVITATION_MS = ADMIN_INVITATION_HOURS * 3_600_000;

/** Errors: `conflict` when the address has an account, `forbidden`. */
export async function inviteAdmin(
  ports: { database: Database; clock: Clock },
  caller: AdminCaller,
  { email, role }: InviteInput,
): Promise<{ user: AdminUser; setup_link: SetupLink }> {
  return ports.database.asPlatform('admin-users', async (tx) => {
    await lockAccounts(tx);
    await requireStillOwner(tx, caller);
    if (await selectAdminByEmail(tx, email)) {
      throw new AppError('conflict', 'There is an administrator with this e-mail address.');
    }
    const [adminId, now] = [newId(), ports.clock.now()];
    await insertAdmin(tx, { adminId, email, role, password: null, now });
    const setup_link = await makeSetupLink(tx, { adminId, now, lastsMs: INVITATION_MS });
    const after = { email, role };
    await audit(tx, caller, { action: 'admin.invited', subject: `admin:${adminId}`, after });
    return { user: adminUserOf((await selectAdmin(tx, adminId))!), setup_link };
  });
}
