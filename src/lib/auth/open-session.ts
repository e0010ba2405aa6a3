/** Begins a session in the transaction that decided to, and gives its first token. */
import type { AdminIdentity, LoginResult } from '#lib/contracts/admin.ts';
import { newId } from '#lib/core/ids.ts';
import {
  ADMIN_CONSOLE_SESSION_HOURS,
  ADMIN_SESSIONS_KEPT_DAYS,
  ADMIN_TOKEN_MINUTES,
} from '#lib/core/limits.ts';
import type { AdminTokens } from '#lib/ports/admin-tokens.ts';
import type { PlatformTransaction } from '#lib/ports/database.ts';
import { deleteOldSessions, insertSession } from './session-store.ts';

export type SessionKind = 'api' | 'console';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const LASTS_MS = {
  api: ADMIN_TOKEN_MINUTES * MINUTE_MS,
  console: ADMIN_CONSOLE_SESSION_HOURS * HOUR_MS,
};

export async function openSession(
  tx: PlatformTransaction,
  tokens: AdminTokens,
  admin: AdminIdentity,
  { kind, address, now }: { kind: SessionKind; address: string; now: Date },
): Promise<LoginResult & { session_id: string }> {
  const sessionId = newId();
  const expiresAt = new Date(now.getTime() + LASTS_MS[kind]);
  await insertSession(tx, { sessionId, adminId: admin.admin_id, kind, address, now, expiresAt });
  const keptSince = new Date(now.getTime() - ADMIN_SESSIONS_KEPT_DAYS * 24 * HOUR_MS);
  await deleteOldSessions(tx, admin.admin_id, keptSince);
  const issued = tokens.issue({ adminId: admin.admin_id, sessionId }, now, expiresAt);
  return { token: issued.token, expires_at: issued.expiresAt.toISOString(), admin, session_id: sessionId };
}
