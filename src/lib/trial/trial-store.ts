/** Rows of tenants, their trial, usage and counters. */
import { sql } from 'kysely';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';

export interface NewTenant {
  tenantId: string;
  email: string;
  businessName: string;
  businessType: string;
  websiteUrl: string | null;
  createdAt: Date;
  expiresAt: Date;
  limits: { queries: number; documents: number; storageBytes: number };
}

export async function insertTenant(tx: PlatformTransaction, tenant: NewTenant): Promise<void> {
  const { tenantId, limits } = tenant;
  await tx
    .insertInto('tenants')
    .values({
      tenant_id: tenantId,
      email: tenant.email,
      business_name: tenant.businessName,
      business_type: tenant.businessType,
      website_url: tenant.websiteUrl,
      created_at: tenant.createdAt,
      expires_at: tenant.expiresAt,
    })
    .execute();
  await tx
    .insertInto('usage')
    .values({
      tenant_id: tenantId,
      queries_limit: limits.queries,
      documents_limit: limits.documents,
      storage_limit_bytes: limits.storageBytes,
    })
    .execute();
  await tx.insertInto('tenant_stats').values({ tenant_id: tenantId }).execute();
}

export async function selectTrial(tx: TenantTransaction) {
  return tx
    .selectFrom('tenants as t')
    .innerJoin('usage as u', 'u.tenant_id', 't.tenant_id')
    .innerJoin('tenant_stats as s', 's.tenant_id', 't.tenant_id')
    .selectAll(['t', 'u'])
    .select('s.chunks')
    .executeTakeFirst();
}

export async function countSources(tx: TenantTransaction) {
  return tx
    .selectFrom('sources')
    .select(['status', sql<number>`count(*)::int`.as('count')])
    .groupBy('status')
    .execute();
}

/** Undefined when the tenant was erased since its caller was authenticated. */
export async function selectTenantExpiry(tx: TenantTransaction) {
  return tx.selectFrom('tenants').select(['status', 'expires_at']).executeTakeFirst();
}

/** Where mails about the trial go. */
export async function selectTenantContact(tx: TenantTransaction) {
  return tx.selectFrom('tenants').select(['email', 'business_name']).executeTakeFirst();
}

/** Compare-and-set against a purge: false when the tenant is being erased or gone. */
export async function updatePlan(
  tx: PlatformTransaction,
  tenantId: string,
  plan: string,
  limits: NewTenant['limits'],
): Promise<boolean> {
  const result = await tx
    .updateTable('tenants')
    .set({ status: 'active', plan })
    .where('tenant_id', '=', tenantId)
    .where('status', 'in', ['trial', 'expired', 'active'])
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return false;
  await tx
    .updateTable('usage')
    .set({
      queries_limit: limits.queries,
      documents_limit: limits.documents,
      storage_limit_bytes: limits.storageBytes,
    })
    .where('tenant_id', '=', tenantId)
    .execute();
  return true;
}
