/** Rows of assessments: one for each version of a knowledge base that was assessed, the latest few of them. */
import { type Selectable, sql } from 'kysely';
import type { Assessment, AssessmentSummary } from '#lib/contracts/assessment.ts';
import { ASSESSMENTS_KEPT } from '#lib/core/limits.ts';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';
import type { Tables } from '#lib/ports/schema.ts';

type Row = Selectable<Tables['assessments']>;

/** Assessing the same version again replaces what was said of it. */
export async function saveAssessment(
  tx: TenantTransaction,
  tenantId: string,
  { kb_version, verdict, assessor, scores, confidence, assessed_at, ...report }: Assessment,
): Promise<void> {
  const row = {
    verdict,
    assessor,
    ...scores,
    confidence,
    report: JSON.stringify(report),
    assessed_at: new Date(assessed_at),
  };
  await tx
    .insertInto('assessments')
    .values({ tenant_id: tenantId, kb_version, ...row })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'kb_version']).doUpdateSet(row))
    .execute();
  await sql`delete from assessments where kb_version not in (
    select kb_version from assessments order by kb_version desc limit ${ASSESSMENTS_KEPT})`.execute(tx);
}

/** Newest first. */
export async function selectAssessments(tx: TenantTransaction, limit: number): Promise<Assessment[]> {
  const rows = await tx
    .selectFrom('assessments')
    .selectAll()
    .orderBy('kb_version', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toAssessment);
}

function toAssessment(row: Row): Assessment {
  return { ...toSummary(row), ...(row.report as Omit<Assessment, keyof AssessmentSummary>) };
}

function toSummary(row: Omit<Row, 'report'>): AssessmentSummary {
  const { overall, coverage, clarity, relevance } = row;
  return {
    kb_version: Number(row.kb_version),
    verdict: row.verdict,
    scores: { overall, coverage, clarity, relevance },
    confidence: row.confidence,
    assessor: row.assessor,
    assessed_at: row.assessed_at.toISOString(),
  };
}

/** The latest one without its report, and whether the knowledge base has stayed as it was. */
export async function selectAssessmentSummary(
  tx: TenantTransaction,
): Promise<(AssessmentSummary & { up_to_date: boolean }) | undefined> {
  const row = await tx
    .selectFrom('assessments as a')
    .innerJoin('tenant_stats as s', 's.tenant_id', 'a.tenant_id')
    .select([
      'a.tenant_id',
      'a.kb_version',
      'verdict',
      'assessor',
      'overall',
      'coverage',
      'clarity',
      'relevance',
    ])
    .select(['confidence', 'assessed_at', 's.kb_version as version_now'])
    .orderBy('a.kb_version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { ...toSummary(row), up_to_date: Number(row.kb_version) === Number(row.version_now) };
}

export async function deleteAssessments(tx: TenantTransaction): Promise<void> {
  await tx.deleteFrom('assessments').execute();
}

/** The version that is to be assessed now; undefined while sources are unfinished, or when it has been. */
export async function selectVersionToAssess(tx: TenantTransaction): Promise<number | undefined> {
  const { rows } = await sql<{ kb_version: number }>`select kb_version from tenant_stats
    where kb_version > coalesce((select max(kb_version) from assessments), 0)
      and not exists (select from sources where status in ('queued', 'ingesting'))`.execute(tx);
  return rows[0] && Number(rows[0].kb_version);
}

export async function selectUnfinished(tx: TenantTransaction): Promise<boolean> {
  const row = await tx
    .selectFrom('sources')
    .select('source_id')
    .where('status', 'in', ['queued', 'ingesting'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Tenants of a plan or a running trial whose knowledge base is newer than its assessment, in any order. */
export async function selectUnassessed(tx: PlatformTransaction, now: Date, limit: number) {
  const { rows } = await sql<{ tenant_id: string; kb_version: number }>`
    select s.tenant_id, s.kb_version from tenant_stats s join tenants t on t.tenant_id = s.tenant_id
    where (t.status = 'active' or (t.status = 'trial' and t.expires_at > ${now}))
      and s.kb_version > coalesce((select max(kb_version) from assessments a where a.tenant_id = s.tenant_id), 0)
      and not exists (
        select from sources where tenant_id = s.tenant_id and status in ('queued', 'ingesting'))
    order by random() limit ${limit}`.execute(tx);
  return rows.map(({ tenant_id, kb_version }) => ({ tenant_id, kb_version: Number(kb_version) }));
}
