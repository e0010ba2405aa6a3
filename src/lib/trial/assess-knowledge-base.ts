/** Assesses a knowledge base: measured, judged by a language model where there is one, stored, in ten seconds at most. */
import { checkQuestions } from '#lib/assessment/check-questions.ts';
import { clusterChunks } from '#lib/assessment/cluster-chunks.ts';
import { plainWords } from '#lib/assessment/combine-opinions.ts';
import type { BusinessType } from '#lib/assessment/expected-questions.ts';
import { gatherFacts } from '#lib/assessment/gather-facts.ts';
import { buildPrompt, type Prompt } from '#lib/assessment/prompt.ts';
import { selectExtent, selectFailedSources, selectSample } from '#lib/assessment/sample-store.ts';
import { type Opinion, writeAssessment } from '#lib/assessment/write-assessment.ts';
import { type Assessment, type ModelOpinion, modelOpinion } from '#lib/contracts/assessment.ts';
import { isAppError, unauthenticated } from '#lib/core/errors.ts';
import { ASSESS_FINDINGS_MAX, QUERY_MAX_CHARS } from '#lib/core/limits.ts';
import type { AssessmentSettings, Assessor } from '#lib/ports/assessor.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Log } from '#lib/ports/log.ts';
import type { Embedder } from '#lib/ports/models.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import { saveAssessment } from './assessment-store.ts';

export interface AssessmentPorts {
  database: Database;
  embedder: Embedder;
  /** Null: what is measured is all there is. */
  assessor: Assessor | null;
  assessment: AssessmentSettings;
  clock: Clock;
  log: Log;
  telemetry: Telemetry;
}

/** Time kept for what comes after the questions. */
const RESERVE_MS = 2_000;
const CLUSTERS_MAX = 16;

/**
 * A model that is slow, wrong, refusing or hostile leaves the measured assessment. Errors: `unauthenticated` when the
 * tenant is gone; those of the embedder and of retrieval, `cancelled`.
 */
export async function assessKnowledgeBase(
  ports: AssessmentPorts,
  { tenantId, signal }: { tenantId: string; signal: AbortSignal },
): Promise<Assessment> {
  const { thresholds, deadlineMs, modelDeadlineMs } = ports.assessment;
  const started = performance.now();
  const stop = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]);
  const read = await ports.database.asTenant(tenantId, async (tx) => {
    const extent = await selectExtent(tx);
    if (!extent) throw unauthenticated();
    const sample = await selectSample(tx, extent.last_chunk_id);
    return { extent, sample, failedSources: await selectFailedSources(tx, ASSESS_FINDINGS_MAX) };
  });
  const { extent, sample, failedSources } = read;
  const clusters = clusterChunks(
    sample.map(({ vector }) => vector),
    Math.min(CLUSTERS_MAX, Math.ceil(Math.sqrt(2 * sample.length))),
  );
  const business = { name: extent.business_name, type: extent.business_type };
  const prompt = buildPrompt(business, sample, clusters);
  const modelStop = AbortSignal.any([stop, AbortSignal.timeout(modelDeadlineMs)]);
  const asking = sample.length > 0 ? askModel(ports, tenantId, prompt, modelStop) : Promise.resolve(null);
  const facts = await gatherFacts(
    ports,
    tenantId,
    {
      businessType: extent.business_type as BusinessType,
      documents: extent.ready,
      chunks: extent.chunks,
      failedSources,
      sample,
      clusters,
    },
    { now: ports.clock.now(), until: started + deadlineMs - RESERVE_MS, signal: stop },
  );
  const given = await asking;
  const opinion = given && (await checkOpinion(ports, tenantId, given, prompt, stop));
  const assessment = writeAssessment(facts, opinion, {
    kbVersion: Number(extent.kb_version),
    thresholds,
    now: ports.clock.now(),
  });
  await ports.database.asTenant(tenantId, (tx) => saveAssessment(tx, tenantId, assessment));
  const { verdict, assessor, scores } = assessment;
  ports.telemetry.observe('frontdesk_kb_quality', {}, scores.overall);
  const ms = Math.round(performance.now() - started);
  ports.log.info({ tenant_id: tenantId, verdict, assessor, ms }, 'knowledge base assessed');
  return assessment;
}

/** Null instead of any failure, and as soon as `signal` says so, whatever the model does. */
async function askModel(
  { assessor, log }: AssessmentPorts,
  tenantId: string,
  { messages }: Prompt,
  signal: AbortSignal,
): Promise<ModelOpinion | null> {
  if (!assessor) return null;
  const tooLate = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    return modelOpinion.parse(await Promise.race([assessor.judge(messages, { signal }), tooLate]));
  } catch (error) {
    const code = isAppError(error) ? error.code : 'model_unavailable';
    log.warn({ tenant_id: tenantId, code }, 'no opinion of a model; the measured assessment stands alone');
    return null;
  }
}

/** A model may suggest questions; what answers them is looked up like everybody's. */
async function checkOpinion(
  ports: AssessmentPorts,
  tenantId: string,
  given: ModelOpinion,
  { sourceIds }: Prompt,
  signal: AbortSignal,
): Promise<Opinion> {
  const words = given.questions.map((question) => plainWords(question, QUERY_MAX_CHARS));
  const distinct = [...new Set(words.filter((question) => /[\p{L}\p{N}]/u.test(question)))];
  const questions = await checkQuestions(ports, tenantId, distinct, signal).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    return [];
  });
  return { given, sourceIds, questions };
}
