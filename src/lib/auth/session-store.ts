/** Rows of administrators' sessions and of the one-time links that set passwords. */
import type { PlatformTransaction } from '#lib/ports/database.ts';

export interface NewSession {
  sessionId: string;
  adminId: string;
  kind: 'api' | 'console';
  address: string;
  now: Date;
  expiresAt: Date;
}

export async function insertSession(tx: PlatformTransaction, session: NewSession): Promise<void> {
  await tx
    .insertInto('admin_sessions')
    .values({
      session_id: session.sessionId,
      admin_id: session.adminId,
      kind: session.kind,
      address: session.address,
      created_at: session.now,
      expires_at: session.expiresAt,
    })
    .execute();
}

/** The session and its account as they are now; undefined once either no longer holds. */
export async function findSession(tx: PlatformTransaction, sessionId: string, now: Date) {
  return tx
    .selectFrom('admin_sessions')
    .innerJoin('admin_users', 'admin_users.admin_id', 'admin_sessions.admin_id')
    .select(['admin_users.admin_id', 'email', 'role', 'kind', 'expires_at'])
    .where('session_id', '=', sessionId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .where('status', '=', 'active')
    .executeTakeFirst();
}

export async function revokeSession(tx: PlatformTransaction, sessionId: string, now: Date): Promise<void> {
  await tx
    .updateTable('admin_sessions')
    .set({ revoked_at: now })
    .where('session_id', '=', sessionId)
    .where('revoked_at', 'is', null)
    .execute();
}

/** How many ended now. */
export async function revokeSessionsOf(
  tx: PlatformTransaction,
  adminId: string,
  now: Date,
  { but }: { but: string | null } = { but: null },
): Promise<number> {
  let query = tx
    .updateTable('admin_sessions')
    .set({ revoked_at: now })
    .where('admin_id', '=', adminId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now);
  if (but !== null) query = query.where('session_id', '!=', but);
  return Number((await query.executeTakeFirst()).numUpdatedRows);
}

export async function deleteOldSessions(
  tx: PlatformTransaction,
  adminId: string,
  before: Date,
): Promise<void> {
  await tx
    .deleteFrom('admin_sessions')
    .where('admin_id', '=', adminId)
    .where('expires_at', '<', before)
    .execute();
}

/** In place of former links of the same account, or of former links for the first owner. */
export async function replaceLink(
  tx: PlatformTransaction,
  link: { hash: Uint8Array; adminId: string | null; now: Date; expiresAt: Date },
): Promise<void> {
  await deleteLinks(tx, link.adminId);
  await tx
    .insertInto('admin_setup_links')
    .values({
      link_hash: link.hash,
      admin_id: link.adminId,
      created_at: link.now,
      expires_at: link.expiresAt,
    })
    .execute();
}

export async function deleteLinks(tx: PlatformTransaction, adminId: string | null): Promise<void> {
  await tx
    .deleteFrom('admin_setup_links')
    .where('admin_id', adminId === null ? 'is' : '=', adminId)
    .execute();
}

export async function findLink(tx: PlatformTransaction, hash: Uint8Array, now: Date) {
  return tx
    .selectFrom('admin_setup_links')
    .leftJoin('admin_users', 'admin_users.admin_id', 'admin_setup_links.admin_id')
    .select(['admin_setup_links.admin_id', 'admin_users.email'])
    .where('link_hash', '=', hash)
    .where('used_at', 'is', null)
    .where('admin_setup_links.expires_at', '>', now)
    .executeTakeFirst();
}

/** Whether it was this call that used it. */
export async function useLink(tx: PlatformTransaction, hash: Uint8Array, now: Date): Promise<boolean> {
  const result = await tx
    .updateTable('admin_setup_links')
    .set({ used_at: now })
    .where('link_hash', '=', hash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
