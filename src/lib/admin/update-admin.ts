/** Changes an administrator's role or status, from the next request on; the last owner stays one. */
import { countOtherOwners, lockAccounts, selectAdmin, updateAdminRow } from '#lib/auth/admin-store.ts';
import { deleteLinks, revokeSessionsOf } from '#lib/auth/session-store.ts';
import type { AdminUser, UpdateAdminInput } from '#lib/contracts/admin.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { AppError, notFound } from '#lib/core/errors.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { adminUserOf, requireStillOwner } from './admin-user.ts';
import { audit } from './audit.ts';

/** Errors: `not_found`, `conflict` for the last owner, `forbidden`. */
export async function updateAdmin(
  ports: { database: Database; clock: Clock },
  caller: AdminCaller,
  adminId: string,
  input: UpdateAdminInput,
): Promise<AdminUser> {
  return ports.database.asPlatform('admin-users', async (tx) => {
    await lockAccounts(tx);
    await requireStillOwner(tx, caller);
    const before = await selectAdmin(tx, adminId);
    if (!before) throw notFound();
    const after = { role: input.role ?? before.role, status: input.status ?? before.status };
    if (after.role === before.role && after.status === before.status) return adminUserOf(before);
    const staysOwner = after.role === 'owner' && after.status === 'active';
    if (!staysOwner && before.role === 'owner' && (await countOtherOwners(tx, adminId)) === 0) {
      throw new AppError('conflict', 'This is the last owner that can log in. Make another one first.');
    }
    const now = ports.clock.now();
    await updateAdminRow(tx, adminId, after, now);
    if (after.status === 'disabled') {
      // Enabling it again brings none of them back.
      await revokeSessionsOf(tx, adminId, now);
      await deleteLinks(tx, adminId);
    }
    const subject = `admin:${adminId}`;
    const was = { role: before.role, status: before.status };
    await audit(tx, caller, { action: 'admin.updated', subject, before: was, after });
    return adminUserOf({ ...before, ...after });
  });
}
