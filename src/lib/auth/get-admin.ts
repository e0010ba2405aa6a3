/** Who is logged in, and a new token while the session of a browser lasts. */
import type { AdminMe } from '#lib/contracts/admin.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { unauthenticated } from '#lib/core/errors.ts';
import type { AdminTokens, IssuedToken } from '#lib/ports/admin-tokens.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { findSession } from './session-store.ts';

export async function getAdmin(
  ports: { database: Database; clock: Clock; tokens: AdminTokens },
  caller: AdminCaller,
): Promise<{ me: AdminMe; renewed: IssuedToken | null }> {
  const now = ports.clock.now();
  const { sessionId, adminId } = caller;
  const session = await ports.database.asPlatform('admin-session', (tx) => findSession(tx, sessionId, now));
  if (!session) throw unauthenticated();
  const { kind, email, role, expires_at: ends } = session;
  const renewed = kind === 'console' ? ports.tokens.issue({ adminId, sessionId }, now, ends) : null;
  return { me: { admin_id: adminId, email, role, session_expires_at: ends.toISOString() }, renewed };
}
