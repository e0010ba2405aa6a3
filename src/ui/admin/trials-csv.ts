/** Trials, and questions that got no answer, as CSV. */
import type { AdminTrial } from '#lib/contracts/admin-trials.ts';
import type { UnansweredQuestion } from '#lib/contracts/admin-usage.ts';
import { safeCsv } from './safe-csv.ts';

const TRIAL_COLUMNS = [
  'tenant_id',
  'business_name',
  'business_type',
  'email',
  'status',
  'plan',
  'created_at',
  'expires_at',
  'queries_used',
  'queries_limit',
  'documents',
  'workflow_step',
  'workflow_status',
] as const;

const QUESTION_COLUMNS = ['question', 'asked', 'last_asked_at', 'business_name', 'tenant_id'] as const;

export function trialsCsv(trials: readonly AdminTrial[]): string {
  return safeCsv(TRIAL_COLUMNS, trials);
}

export function unansweredCsv(questions: readonly UnansweredQuestion[]): string {
  return safeCsv(QUESTION_COLUMNS, questions);
}
