/** Rows of the administrators' log; there is no update and no delete. */
import { type Insertable, sql } from 'kysely';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';
import type { Tables } from '#lib/ports/schema.ts';

export type AdminAuditRow = Insertable<Tables['admin_audit']>;

export async function insertAdminAudit(tx: PlatformTransaction, row: AdminAuditRow): Promise<void> {
  await tx.insertInto('admin_audit').values(row).execute();
}

/** Tenants have no right on the log: the role changes for the one statement, as it does for jobs. */
export async function insertAdminAuditInTenant(tx: TenantTransaction, row: AdminAuditRow): Promise<void> {
  await sql`select set_config('role', 'platform_user', true)`.execute(tx);
  await tx.insertInto('admin_audit').values(row).execute();
  await sql`select set_config('role', 'tenant_user', true)`.execute(tx);
}

export interface AuditFilter {
  beforeId: string | null;
  limit: number;
  adminId?: string | undefined;
  /** Whole, or a prefix that ends in a dot. */
  action?: string | undefined;
  subject?: string | undefined;
  from?: Date | undefined;
  until?: Date | undefined;
}

/** Newest first: ids begin with the time. */
export async function selectAdminAudit(tx: PlatformTransaction, filter: AuditFilter) {
  let query = tx.selectFrom('admin_audit').selectAll().orderBy('audit_id', 'desc').limit(filter.limit);
  if (filter.beforeId !== null) query = query.where('audit_id', '<', filter.beforeId);
  if (filter.adminId !== undefined) query = query.where('admin_id', '=', filter.adminId);
  if (filter.subject !== undefined) query = query.where('subject', '=', filter.subject);
  if (filter.from !== undefined) query = query.where('created_at', '>=', filter.from);
  if (filter.until !== undefined) query = query.where('created_at', '<', filter.until);
  if (filter.action?.endsWith('.'))
    query = query.where(sql`starts_with(action, ${filter.action})`, '=', true);
  else if (filter.action !== undefined) query = query.where('action', '=', filter.action);
  return query.execute();
}
