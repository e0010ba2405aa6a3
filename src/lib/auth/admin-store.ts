/** Rows of administrators, their sessions and their one-time links. */
import { sql } from 'kysely';
import type { AdminRole } from '#lib/core/caller.ts';
import type { PlatformTransaction } from '#lib/ports/database.ts';
import type { PasswordHash } from '#lib/ports/passwords.ts';

/** Any number that nobody else locks. */
const ACCOUNTS_LOCK = 8_214_702;

/** Lets those who change accounts take turns until they commit, so that what they looked at stays true. */
export async function lockAccounts(tx: PlatformTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ACCOUNTS_LOCK})`.execute(tx);
}

/**
 * One row either way, and the same steps to it, so that it takes as long for an address that nobody has.
 * `knows_address`: somebody logged in to the account from there since.
 */
export async function findLogin(
  tx: PlatformTransaction,
  email: string,
  { address, since }: { address: string; since: Date },
) {
  const { rows } = await sql<{
    admin_id: string | null;
    email: string | null;
    role: AdminRole | null;
    status: 'active' | 'disabled' | null;
    password_hash: string | null;
    password_scheme: string | null;
    knows_address: boolean;
  }>`select u.admin_id, u.email, u.role, u.status, u.password_hash, u.password_scheme,
      exists (select from admin_sessions s where s.admin_id = coalesce(u.admin_id, ${NOBODY}::uuid)
        and s.address = ${address} and s.created_at > ${since}) as knows_address
    from (values (${email}::text)) as asked (email) left join admin_users u on u.email = asked.email`.execute(
    tx,
  );
  return rows[0]!;
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

const ACCOUNT = [
  'admin_id',
  'email',
  'role',
  'status',
  'password_hash',
  'password_scheme',
  'last_login_at',
  'created_at',
] as const;

/** Failures since the last success; the log says so. */
const failedLogins = sql<{ count: number; last: string | null }>`(
  select jsonb_build_object('count', count(*), 'last', max(a.created_at)) from admin_audit a
  where a.subject = 'admin:' || admin_users.admin_id and a.action = 'admin.login_failed'
    and a.created_at > coalesce(admin_users.last_login_at, admin_users.created_at))`.as('failed_logins');

export async function selectAdmin(tx: PlatformTransaction, adminId: string) {
  return tx
    .selectFrom('admin_users')
    .select(ACCOUNT)
    .select(failedLogins)
    .where('admin_id', '=', adminId)
    .executeTakeFirst();
}
export type AdminRow = NonNullable<Awaited<ReturnType<typeof selectAdmin>>>;

export async function selectAdminByEmail(tx: PlatformTransaction, email: string) {
  return tx
    .selectFrom('admin_users')
    .select(ACCOUNT)
    .select(failedLogins)
    .where('email', '=', email)
    .executeTakeFirst();
}

export async function selectAdmins(tx: PlatformTransaction, afterId: string | null, limit: number) {
  let query = tx
    .selectFrom('admin_users')
    .select(ACCOUNT)
    .select(failedLogins)
    .orderBy('admin_id')
    .limit(limit);
  if (afterId !== null) query = query.where('admin_id', '>', afterId);
  return query.execute();
}

export async function anyAdmin(tx: PlatformTransaction): Promise<boolean> {
  return (await tx.selectFrom('admin_users').select('admin_id').limit(1).executeTakeFirst()) !== undefined;
}

/** Owners that can log in, but for one account. */
export async function countOtherOwners(tx: PlatformTransaction, adminId: string): Promise<number> {
  const row = await tx
    .selectFrom('admin_users')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('role', '=', 'owner')
    .where('status', '=', 'active')
    .where('password_hash', 'is not', null)
    .where('admin_id', '!=', adminId)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function insertAdmin(
  tx: PlatformTransaction,
  row: { adminId: string; email: string; role: AdminRole; password: PasswordHash | null; now: Date },
): Promise<void> {
  await tx
    .insertInto('admin_users')
    .values({
      admin_id: row.adminId,
      email: row.email,
      role: row.role,
      ...passwordColumns(row.password, row.now),
      created_at: row.now,
    })
    .execute();
}

function passwordColumns(password: PasswordHash | null, now: Date) {
  return {
    password_hash: password?.hash ?? null,
    password_scheme: password?.scheme ?? null,
    password_changed_at: password === null ? null : now,
    updated_at: now,
  };
}

export async function updateAdminRow(
  tx: PlatformTransaction,
  adminId: string,
  changes: { role?: AdminRole | undefined; status?: 'active' | 'disabled' | undefined },
  now: Date,
): Promise<void> {
  await tx
    .updateTable('admin_users')
    .set({ ...changes, updated_at: now })
    .where('admin_id', '=', adminId)
    .execute();
}

export async function setPasswordRow(
  tx: PlatformTransaction,
  adminId: string,
  password: PasswordHash | null,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('admin_users')
    .set(passwordColumns(password, now))
    .where('admin_id', '=', adminId)
    .execute();
}

/** Whether the account is still as it was when the password was compared: active, with that very hash. */
export async function noteLogin(
  tx: PlatformTransaction,
  adminId: string,
  comparedWith: string,
  fresh: PasswordHash | null,
  now: Date,
): Promise<boolean> {
  const result = await tx
    .updateTable('admin_users')
    .set({
      last_login_at: now,
      ...(fresh === null ? {} : { password_hash: fresh.hash, password_scheme: fresh.scheme }),
    })
    .where('admin_id', '=', adminId)
    .where('status', '=', 'active')
    .where('password_hash', '=', comparedWith)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
