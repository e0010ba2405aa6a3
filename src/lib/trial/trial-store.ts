/** Rows of tenants, their trial, usage and counters. */
import { sql } from 'kysely';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';

export interface NewTenant {
  tenantId: string;
  workflowId: string;
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
    .insertInto('trials')
    .values({
      tenant_id: tenantId,
      workflow_id: tenant.workflowId,
      current_step: 'kb_ingest',
      status: 'in_progress',
      steps_completed: ['trial_init'],
      progress_percent: 14,
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
    .innerJoin('trials as w', 'w.tenant_id', 't.tenant_id')
    .innerJoin('usage as u', 'u.tenant_id', 't.tenant_id')
    .innerJoin('tenant_stats as s', 's.tenant_id', 't.tenant_id')
    .selectAll(['t', 'u'])
    .select(['w.workflow_id', 'w.current_step', 'w.status as workflow_status', 'w.steps_completed'])
    .select(['w.progress_percent', 's.chunks'])
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
