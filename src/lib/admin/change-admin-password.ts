/** Changes one's own password with the present one; every other session of the account ends. */
import { lockAccounts, selectAdmin, setPasswordRow } from '#lib/auth/admin-store.ts';
import { type LoginPorts, loginRefused } from '#lib/auth/log-in-admin.ts';
import { takeAttempt } from '#lib/auth/login-attempts.ts';
import { requireStrongPassword } from '#lib/auth/require-strong-password.ts';
import { deleteLinks, revokeSessionsOf } from '#lib/auth/session-store.ts';
import type { ChangePasswordInput } from '#lib/contracts/admin.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { unauthenticated } from '#lib/core/errors.ts';
import { audit } from './audit.ts';

/** A stolen session may guess no more often than a stranger. Errors: `unauthenticated`, `rate_limited`, `invalid_request`. */
export async function changeAdminPassword(
  ports: LoginPorts,
  caller: AdminCaller,
  input: ChangePasswordInput,
): Promise<void> {
  const { database, passwords } = ports;
  requireStrongPassword(input.new_password, caller.email, 'new_password');
  const attempt = await takeAttempt(ports.rateLimiting, caller);
  const account = await database.asPlatform('admin-users', (tx) => selectAdmin(tx, caller.adminId));
  if (!account?.password_hash || !account.password_scheme) throw unauthenticated();
  const stored = { hash: account.password_hash, scheme: account.password_scheme };
  const right = await passwords.verify(input.current_password, stored).catch(async (error: unknown) => {
    await attempt.giveBack();
    throw error;
  });
  if (!right) throw loginRefused();
  await attempt.giveBack();
  const fresh = await passwords.hash(input.new_password);
  await database.asPlatform('admin-users', async (tx) => {
    await lockAccounts(tx);
    const now = ports.clock.now();
    const still = await selectAdmin(tx, caller.adminId);
    if (still?.password_hash !== stored.hash || still.status !== 'active') throw unauthenticated();
    await setPasswordRow(tx, caller.adminId, fresh, now);
    await deleteLinks(tx, caller.adminId);
    const ended = await revokeSessionsOf(tx, caller.adminId, now, { but: caller.sessionId });
    const subject = `admin:${caller.adminId}`;
    await audit(tx, caller, { action: 'admin.password_changed', subject, after: { sessions_ended: ended } });
  });
}
