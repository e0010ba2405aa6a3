/** E-mail and password -> a session. A wrong password, an unknown and a disabled account look and take the same. */
import { audit } from '#lib/admin/audit.ts';
import type { LoginInput, LoginResult } from '#lib/contracts/admin.ts';
import { AppError } from '#lib/core/errors.ts';
import { ADMIN_KNOWN_NETWORK_DAYS } from '#lib/core/limits.ts';
import type { AdminTokens } from '#lib/ports/admin-tokens.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database, PlatformTransaction } from '#lib/ports/database.ts';
import type { Passwords } from '#lib/ports/passwords.ts';
import type { RateLimiting } from '#lib/security/rate-limiting.ts';
import { findLogin, noteLogin } from './admin-store.ts';
import { type Attempt, accountDigest, takeAttempt, takeStrangersAttempt } from './login-attempts.ts';
import { openSession, type SessionKind } from './open-session.ts';

export interface LoginPorts {
  database: Database;
  clock: Clock;
  tokens: AdminTokens;
  passwords: Passwords;
  rateLimiting: RateLimiting;
}

/** Where a log-in comes from. */
export interface LoginRequest {
  requestId: string;
  address: string;
  kind: SessionKind;
}

const DAY_MS = 24 * 3_600_000;

export function loginRefused(): AppError {
  return new AppError('unauthenticated', 'The e-mail address or the password is wrong.');
}

/** Errors: `unauthenticated`, `rate_limited`, `database_busy`. */
export async function logInAdmin(
  ports: LoginPorts,
  request: LoginRequest,
  { email, password }: LoginInput,
): Promise<LoginResult> {
  const { database, passwords, rateLimiting } = ports;
  const where = { email, address: request.address };
  const attempts: Attempt[] = [await takeAttempt(rateLimiting, where)];
  let failed = false;
  try {
    const since = new Date(ports.clock.now().getTime() - ADMIN_KNOWN_NETWORK_DAYS * DAY_MS);
    const found = await database.asPlatform('admin-login', (tx) =>
      findLogin(tx, email, { address: request.address, since }),
    );
    if (!found.knows_address) attempts.push(await takeStrangersAttempt(rateLimiting, where));
    const stored = storedPassword(found);
    const right = await passwords.verify(password, stored);
    if (stored && right && found.status === 'active') {
      const fresh = passwords.outdated(stored) ? await passwords.hash(password) : null;
      const opened = await database.asPlatform('admin-login', async (tx) => {
        const now = ports.clock.now();
        if (!(await noteLogin(tx, found.admin_id!, stored.hash, fresh, now))) return null;
        return begin(tx, ports, request, found, now);
      });
      if (opened) return opened;
    }
    failed = true;
    // The same row for whomever: an address that nobody has must not be answered sooner.
    const subject = found.admin_id ? `admin:${found.admin_id}` : `unknown:${accountDigest(email)}`;
    await database.asPlatform('admin-login', (tx) =>
      audit(tx, { ...request, kind: 'anonymous' }, { action: 'admin.login_failed', subject }),
    );
    throw loginRefused();
  } finally {
    if (!failed) for (const attempt of attempts) await attempt.giveBack();
  }
}

type Found = Awaited<ReturnType<typeof findLogin>>;

function storedPassword(found: Found) {
  if (!found.password_hash || !found.password_scheme) return null;
  return { hash: found.password_hash, scheme: found.password_scheme };
}

async function begin(
  tx: PlatformTransaction,
  ports: LoginPorts,
  { kind, address, requestId }: LoginRequest,
  found: Found,
  now: Date,
): Promise<LoginResult> {
  const admin = { admin_id: found.admin_id!, email: found.email!, role: found.role! };
  const { session_id: sessionId, ...result } = await openSession(tx, ports.tokens, admin, {
    kind,
    address,
    now,
  });
  const { admin_id: adminId, email, role } = admin;
  const caller = { kind: 'admin', requestId, adminId, email, role, sessionId, address } as const;
  await audit(tx, caller, { action: 'admin.login', subject: `admin:${adminId}`, after: { kind } });
  return result;
}
