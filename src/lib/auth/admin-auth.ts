/** Token -> administrator: the signature says which session, and its row, read anew for each request, says the rest. */
import { ADMIN_ROLES, type AdminCaller, type AdminRole } from '#lib/core/caller.ts';
import { unauthenticated } from '#lib/core/errors.ts';
import type { AdminTokens } from '#lib/ports/admin-tokens.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { findSession } from './session-store.ts';

export interface AdminCredential {
  token: string;
  /** A cookie is good for sessions of browsers alone. */
  from: 'bearer' | 'cookie';
}

/** Errors: `unauthenticated`, the same for a forged, expired or revoked token and for a disabled account. */
export async function authenticateAdmin(
  ports: { database: Database; clock: Clock; tokens: AdminTokens },
  request: { requestId: string; address: string },
  credential: AdminCredential,
): Promise<AdminCaller> {
  const now = ports.clock.now();
  const claims = ports.tokens.verify(credential.token, now);
  if (claims === null) throw unauthenticated();
  const session = await ports.database.asPlatform('admin-session', (tx) =>
    findSession(tx, claims.sessionId, now),
  );
  if (!session || session.admin_id !== claims.adminId) throw unauthenticated();
  if (credential.from === 'cookie' && session.kind !== 'console') throw unauthenticated();
  return {
    kind: 'admin',
    ...request,
    adminId: session.admin_id,
    email: session.email,
    role: session.role,
    sessionId: claims.sessionId,
  };
}

export function hasRole(caller: Pick<AdminCaller, 'role'>, needed: AdminRole): boolean {
  return ADMIN_ROLES.indexOf(caller.role) >= ADMIN_ROLES.indexOf(needed);
}
