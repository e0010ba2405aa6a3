/** The latest assessment of a tenant's knowledge base, whole, and those before it in short. */
import { type AssessmentState, assessmentSummary } from '#lib/contracts/assessment.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { ASSESSMENTS_KEPT } from '#lib/core/limits.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectAssessmentSummary, selectAssessments } from './assessment-store.ts';

export async function getAssessment(
  ports: { database: Database },
  caller: TenantCaller,
): Promise<AssessmentState> {
  return ports.database.asTenant(caller.tenantId, async (tx) => {
    const kept = await selectAssessments(tx, ASSESSMENTS_KEPT);
    const latest = await selectAssessmentSummary(tx);
    return {
      assessment: kept[0] ?? null,
      up_to_date: latest?.up_to_date ?? false,
      history: kept.map((one) => assessmentSummary.parse(one)),
    };
  });
}
