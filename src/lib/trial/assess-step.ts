/** The step `kb_assess` of the workflow: assesses what is ingested and says whether the trial may go on. */
import type { Assessment } from '#lib/contracts/assessment.ts';
import type { Database } from '#lib/ports/database.ts';
import { type AssessmentPorts, assessKnowledgeBase } from './assess-knowledge-base.ts';
import {
  deleteAssessments,
  selectAssessmentSummary,
  selectAssessments,
  selectUnfinished,
} from './assessment-store.ts';
import type { StepInput, StepOutcome } from './step.ts';

const LOOK_AGAIN_MS = 2_000;

/** What is assessed already is not assessed again. Errors: those of assessKnowledgeBase, all worth a retry. */
export async function assessStep(ports: AssessmentPorts, input: StepInput): Promise<StepOutcome> {
  const { unfinished, kept } = await ports.database.asTenant(input.tenantId, async (tx) => {
    const latest = await selectAssessmentSummary(tx);
    return {
      unfinished: await selectUnfinished(tx),
      kept: latest?.up_to_date ? (await selectAssessments(tx, 1))[0] : undefined,
    };
  });
  if (unfinished) return { outcome: 'wait', retryAfterMs: LOOK_AGAIN_MS };
  return outcomeOf(kept ?? (await assessKnowledgeBase(ports, input)));
}

/** Rolls the step back: nothing is known of the knowledge base. */
export async function undoAssess(
  ports: { database: Database },
  { tenantId }: { tenantId: string },
): Promise<void> {
  await ports.database.asTenant(tenantId, deleteAssessments);
}

function outcomeOf(assessment: Assessment): StepOutcome {
  const { verdict, scores, confidence, kb_version, summary: reason, advice } = assessment;
  const detail = { verdict, scores, confidence, kb_version, advice };
  switch (verdict) {
    case 'reject':
      return { outcome: 'interrupt', kind: 'user_input', reason, detail };
    case 'review':
      return { outcome: 'interrupt', kind: 'manual_review', reason, detail };
    case 'warn':
      return { outcome: 'done', detail: { ...detail, warning: reason } };
    case 'approve':
      return { outcome: 'done', detail };
  }
}
