/** Ends the session a request came with; the next request with it is refused. */
import { audit } from '#lib/admin/audit.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { revokeSession } from './session-store.ts';

export async function logOutAdmin(
  ports: { database: Database; clock: Clock },
  caller: AdminCaller,
): Promise<void> {
  await ports.database.asPlatform('admin-login', async (tx) => {
    await revokeSession(tx, caller.sessionId, ports.clock.now());
    await audit(tx, caller, { action: 'admin.logout', subject: `admin:${caller.adminId}` });
  });
}
