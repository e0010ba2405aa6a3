/** Makes an administrator, or gives an existing one a new password and role: for whoever has the server's console. */
import {
  insertAdmin,
  lockAccounts,
  selectAdminByEmail,
  setPasswordRow,
  updateAdminRow,
} from '#lib/auth/admin-store.ts';
import { requireStrongPassword } from '#lib/auth/require-strong-password.ts';
import { deleteLinks, revokeSessionsOf } from '#lib/auth/session-store.ts';
import type { AdminRole } from '#lib/core/caller.ts';
import { newId } from '#lib/core/ids.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Passwords } from '#lib/ports/passwords.ts';
import { audit } from './audit.ts';

const CONSOLE = { kind: 'system', requestId: null, address: null } as const;

export interface CreateAdminInput {
  /** In lower case. */
  email: string;
  role: AdminRole;
  password: string;
}

/** An existing account's sessions end and it is enabled again. Errors: `invalid_request` for a weak password. */
export async function createAdmin(
  ports: { database: Database; clock: Clock; passwords: Passwords },
  { email, role, password }: CreateAdminInput,
): Promise<'created' | 'changed'> {
  requireStrongPassword(password, email, 'password');
  const hashed = await ports.passwords.hash(password);
  return ports.database.asPlatform('admin-setup', async (tx) => {
    await lockAccounts(tx);
    const now = ports.clock.now();
    // A link that was printed for the first owner has done its part.
    await deleteLinks(tx, null);
    const before = await selectAdminByEmail(tx, email);
    if (!before) {
      const adminId = newId();
      await insertAdmin(tx, { adminId, email, role, password: hashed, now });
      const after = { email, role };
      await audit(tx, CONSOLE, { action: 'admin.created', subject: `admin:${adminId}`, after });
      return 'created';
    }
    await setPasswordRow(tx, before.admin_id, hashed, now);
    await updateAdminRow(tx, before.admin_id, { role, status: 'active' }, now);
    await revokeSessionsOf(tx, before.admin_id, now);
    await deleteLinks(tx, before.admin_id);
    await audit(tx, CONSOLE, {
      action: 'admin.recovered',
      subject: `admin:${before.admin_id}`,
      before: { role: before.role, status: before.status },
      after: { role, status: 'active' },
    });
    return 'changed';
  });
}
