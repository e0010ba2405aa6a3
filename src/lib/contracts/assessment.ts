/** The assessment of a knowledge base: what it scores, what it lacks, and what is to be done about it. */
import { z } from 'zod';
import { timestamp, uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';

export const ISSUE_CODES = [
  'empty',
  'too_small',
  'unreadable_text',
  'placeholder_text',
  'hard_to_read',
  'duplicated',
  'no_structure',
  'one_topic',
  'off_topic',
  'other_business',
  'missing_topics',
  'contradictions',
  'outdated',
  'questions_without_answers',
  'few_facts',
  'addresses_the_model',
  'language_not_checked',
  'failed_sources',
  'other',
] as const;
export type IssueCode = (typeof ISSUE_CODES)[number];

export const VERDICTS = ['reject', 'review', 'warn', 'approve'] as const;
export type Verdict = (typeof VERDICTS)[number];

const share = z.number().min(0).max(1);

export const assessmentIssue = z.object({
  code: z.enum(ISSUE_CODES),
  severity: z.enum(['critical', 'warning', 'info']),
  message: z.string().describe('A sentence for the owner of the business.'),
  source_ids: z.array(uuid).describe('The documents concerned; empty when it is about all of them.'),
});
export type AssessmentIssue = z.infer<typeof assessmentIssue>;

const quoted = z.object({ source_id: uuid, text: z.string() });

export const assessmentScores = z.object({
  overall: share,
  coverage: share.describe('How many of the questions visitors ask such a business it answers.'),
  clarity: share.describe('Whether people can read it and it says one thing once.'),
  relevance: share.describe('Whether it is about this business.'),
});
export type AssessmentScores = z.infer<typeof assessmentScores>;

export const assessmentSummary = z.object({
  kb_version: z.number().int(),
  verdict: z.enum(VERDICTS),
  scores: assessmentScores,
  confidence: share.describe('How far the scores can be believed.'),
  assessor: z.enum(['deterministic', 'llm']).describe('`llm`: a language model took part.'),
  assessed_at: timestamp,
});
export type AssessmentSummary = z.infer<typeof assessmentSummary>;

export const assessment = assessmentSummary.extend({
  summary: z.string(),
  issues: z.array(assessmentIssue),
  advice: z.array(z.string()),
  missing_topics: z.array(z.string()),
  contradictions: z.array(z.object({ statements: z.array(quoted) })),
  stale: z.array(quoted.extend({ year: z.number().int() })),
  answerable: z.array(z.object({ question: z.string(), source_id: uuid, confidence: share })),
  unanswerable: z.array(z.object({ question: z.string() })),
  sample: z.object({
    documents: z.number().int(),
    chunks: z.number().int(),
    chunks_read: z.number().int(),
    clusters: z.number().int(),
  }),
});
export type Assessment = z.infer<typeof assessment>;

/** What a language model is asked for; nothing of it is believed further than combine-opinions.ts says. */
export const modelOpinion = z.object({
  coverage: share,
  clarity: share,
  relevance: share,
  summary: z.string().max(600),
  issues: z
    .array(
      z.object({
        code: z.enum(ISSUE_CODES),
        message: z.string().max(400),
        documents: z.array(z.number().int()).max(20).describe('Numbers of the documents concerned.'),
      }),
    )
    .max(12),
  missing_topics: z.array(z.string().max(120)).max(12),
  questions: z.array(z.string().max(200)).max(8).describe('Questions that visitors are likely to ask.'),
});
export type ModelOpinion = z.infer<typeof modelOpinion>;

export const assessmentState = z.object({
  assessment: assessment.nullable().describe('The latest; null before the first.'),
  up_to_date: z.boolean().describe('False while the knowledge base has changed since.'),
  history: z.array(assessmentSummary).describe('Newest first, the latest among them.'),
});
export type AssessmentState = z.infer<typeof assessmentState>;

export const getAssessmentRoute = defineRoute({
  operationId: 'getAssessment',
  method: 'GET',
  path: '/api/trial/assessment',
  summary: 'How good the knowledge base is: scores, issues, missing topics, what it can answer.',
  auth: 'tenant',
  scope: 'trial:read',
  responses: { 200: { description: 'The latest assessment.', schema: assessmentState } },
  errors: [],
});
