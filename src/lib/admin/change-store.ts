/** Marks by which a change shows without reading what changed, and the sessions that still may be told of it. */
import { sql } from 'kysely';
import type { ChangeTopic } from '#lib/contracts/admin-events.ts';
import type { AdminRole } from '#lib/core/caller.ts';
import type { PlatformTransaction } from '#lib/ports/database.ts';

export type ChangeMarks = Record<ChangeTopic, string>;

/**
 * Each differs from the one before when there was a change. They look at the newest few rows and not at the newest one,
 * as rows may be committed in another order than their ids and times say.
 */
export async function selectChangeMarks(tx: PlatformTransaction): Promise<ChangeMarks> {
  const { rows } = await sql<ChangeMarks>`
    with logged as materialized (select audit_id, subject, action from admin_audit order by audit_id desc limit 20),
      begun as materialized (select tenant_id, status from tenants order by tenant_id desc limit 20),
      moved as materialized (select tenant_id, version from trials order by updated_at desc limit 20)
    select coalesce((select md5(string_agg(audit_id::text, ' ' order by audit_id)) from logged), '') as audit,
      (select version::text from flags_version) as flags,
      coalesce((select md5(string_agg(tenant_id::text || status, ' ' order by tenant_id)) from begun), '')
        || coalesce((select max(audit_id::text) from logged
          where starts_with(subject, 'trial:') and starts_with(action, 'trial.')), '') as trials,
      coalesce((select md5(string_agg(tenant_id::text || version, ' ' order by tenant_id)) from moved), '') as workflows`.execute(
    tx,
  );
  return rows[0]!;
}

/** Of those that still hold, and the role that their account has now. */
export async function selectRolesOf(
  tx: PlatformTransaction,
  sessionIds: readonly string[],
  now: Date,
): Promise<Map<string, AdminRole>> {
  if (sessionIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('admin_sessions')
    .innerJoin('admin_users', 'admin_users.admin_id', 'admin_sessions.admin_id')
    .select(['session_id', 'role'])
    .where('session_id', 'in', [...sessionIds])
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .where('status', '=', 'active')
    .execute();
  return new Map(rows.map(({ session_id, role }) => [session_id, role]));
}
