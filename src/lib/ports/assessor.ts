/** What the product asks of a language model that judges a knowledge base, whichever adapter stands behind it. */
import type { ModelOpinion } from '#lib/contracts/assessment.ts';
import type { ChatMessage } from './models.ts';

export interface Assessor {
  readonly model: string;
  /**
   * An opinion of the agreed form, or a failure: `model_unavailable` (also for a refusal, and for words that are not
   * of that form), `model_timeout`, `cancelled`, `shutting_down`.
   */
  judge(messages: readonly ChatMessage[], options: { signal: AbortSignal }): Promise<ModelOpinion>;
  close(): Promise<void>;
}

/** From which overall score on; below `review` a knowledge base is rejected. */
export interface AssessmentThresholds {
  review: number;
  warn: number;
  approve: number;
}

export interface AssessmentSettings {
  thresholds: AssessmentThresholds;
  /** After the last change of a knowledge base, in seconds. */
  delaySeconds: number;
  /** For the whole of an assessment, in milliseconds. */
  deadlineMs: number;
  /** Of that for the language model. */
  modelDeadlineMs: number;
}
