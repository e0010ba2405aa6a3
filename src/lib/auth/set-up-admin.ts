/** A one-time link and a password -> the first owner, or an invited account, logged in. */
import { audit } from '#lib/admin/audit.ts';
import type { AdminIdentity, LoginResult, SetupInput } from '#lib/contracts/admin.ts';
import { AppError, unauthenticated } from '#lib/core/errors.ts';
import { newId } from '#lib/core/ids.ts';
import { ADMIN_FIRST_LINK_MINUTES } from '#lib/core/limits.ts';
import { secretDigest } from '#lib/core/secret.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database, PlatformTransaction } from '#lib/ports/database.ts';
import type { PasswordHash } from '#lib/ports/passwords.ts';
import { anyAdmin, insertAdmin, lockAccounts, selectAdmin, setPasswordRow } from './admin-store.ts';
import type { LoginPorts, LoginRequest } from './log-in-admin.ts';
import { openSession } from './open-session.ts';
import { requireStrongPassword } from './require-strong-password.ts';
import { findLink, revokeSessionsOf, useLink } from './session-store.ts';
import { makeSetupLink } from './setup-link.ts';

/** The path of a link for the first owner; null once there is an account. Former links stop working. */
export async function firstOwnerLink(ports: { database: Database; clock: Clock }): Promise<string | null> {
  return ports.database.asPlatform('admin-setup', async (tx) => {
    await lockAccounts(tx);
    if (await anyAdmin(tx)) return null;
    const lastsMs = ADMIN_FIRST_LINK_MINUTES * 60_000;
    return (await makeSetupLink(tx, { adminId: null, now: ports.clock.now(), lastsMs })).path;
  });
}

/** Errors: `unauthenticated` for a link that does not work (any more), `invalid_request`, `database_busy`. */
export async function setUpAdmin(
  ports: LoginPorts,
  request: LoginRequest,
  { secret, email, password }: SetupInput,
): Promise<LoginResult> {
  const { database, clock } = ports;
  const hash = secretDigest(secret);
  const link = await database.asPlatform('admin-setup', (tx) => findLink(tx, hash, clock.now()));
  if (!link) throw unauthenticated();
  const address = link.email ?? email;
  if (address === undefined) {
    const fields = [{ path: 'email', message: 'Is needed for the first owner' }];
    throw new AppError('invalid_request', 'The body of the request is not valid.', { fields });
  }
  requireStrongPassword(password, address, 'password');
  const hashed = await ports.passwords.hash(password);
  return database.asPlatform('admin-setup', async (tx) => {
    await lockAccounts(tx);
    const now = clock.now();
    if (!(await useLink(tx, hash, now))) throw unauthenticated();
    const admin = link.admin_id
      ? await setPassword(tx, request, link.admin_id, hashed, now)
      : await firstOwner(tx, request, address, hashed, now);
    const { session_id: _, ...result } = await openSession(tx, ports.tokens, admin, { ...request, now });
    return result;
  });
}

async function firstOwner(
  tx: PlatformTransaction,
  request: LoginRequest,
  email: string,
  password: PasswordHash,
  now: Date,
): Promise<AdminIdentity> {
  if (await anyAdmin(tx)) throw unauthenticated();
  const adminId = newId();
  await insertAdmin(tx, { adminId, email, role: 'owner', password, now });
  const after = { email, role: 'owner' };
  await audit(
    tx,
    { ...request, kind: 'anonymous' },
    { action: 'admin.first_owner', subject: `admin:${adminId}`, after },
  );
  return { admin_id: adminId, email, role: 'owner' };
}

async function setPassword(
  tx: PlatformTransaction,
  request: LoginRequest,
  adminId: string,
  password: PasswordHash,
  now: Date,
): Promise<AdminIdentity> {
  const account = await selectAdmin(tx, adminId);
  if (account?.status !== 'active') throw unauthenticated();
  await setPasswordRow(tx, adminId, password, now);
  await revokeSessionsOf(tx, adminId, now);
  const subject = `admin:${adminId}`;
  await audit(tx, { ...request, kind: 'anonymous' }, { action: 'admin.password_set', subject });
  return { admin_id: adminId, email: account.email, role: account.role };
}
