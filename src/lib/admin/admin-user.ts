/** An account as owners see it: never its hash. */
import { type AdminRow, selectAdmin } from '#lib/auth/admin-store.ts';
import type { AdminUser } from '#lib/contracts/admin.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { AppError } from '#lib/core/errors.ts';
import type { PlatformTransaction } from '#lib/ports/database.ts';

export function adminUserOf(row: AdminRow): AdminUser {
  return {
    admin_id: row.admin_id,
    email: row.email,
    role: row.role,
    status: row.status === 'active' && row.password_hash === null ? 'invited' : row.status,
    failed_logins: row.failed_logins.count,
    last_login_at: row.last_login_at?.toISOString() ?? null,
    last_failed_login_at: row.failed_logins.last && new Date(row.failed_logins.last).toISOString(),
    created_at: row.created_at.toISOString(),
  };
}

/** Under the accounts' lock: the caller may have been demoted while it waited. Errors: `forbidden`. */
export async function requireStillOwner(tx: PlatformTransaction, caller: AdminCaller): Promise<void> {
  const row = await selectAdmin(tx, caller.adminId);
  if (row?.role === 'owner' && row.status === 'active') return;
  throw new AppError('forbidden', 'This needs the role “owner”.');
}
