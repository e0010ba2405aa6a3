/** Curated answers: what people have written for a question, which wins over documents and models. */
import { z } from 'zod';
import {
  CURATED_ANSWER_MAX_CHARS,
  CURATED_ANSWERS_MAX_PER_TENANT,
  QUERY_MAX_CHARS,
  URL_MAX_CHARS,
} from '#lib/core/limits.ts';
import { pageQuery, timestamp, uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';

export const curatedAnswer = z.object({
  answer_id: uuid,
  question: z.string(),
  answer: z.string(),
  url: z.string().nullable(),
  added_by: z.enum(['admin', 'tenant']),
  created_at: timestamp,
  updated_at: timestamp,
});
export type CuratedAnswer = z.infer<typeof curatedAnswer>;

const question = z.string().trim().min(1).max(QUERY_MAX_CHARS);
const text = z.string().trim().min(1).max(CURATED_ANSWER_MAX_CHARS).describe('Given word for word, as text');
const url = z.url({ protocol: /^https?$/ }).max(URL_MAX_CHARS);

export const addAnswerBody = z.strictObject({ question, answer: text, url: url.optional() });
export type AddAnswerInput = z.infer<typeof addAnswerBody>;

export const changeAnswerBody = z
  .strictObject({
    question: question.optional(),
    answer: text.optional(),
    url: url.nullable().optional().describe('null takes the link away'),
  })
  .refine((body) => Object.keys(body).length > 0, 'There is nothing to change.');
export type ChangeAnswerInput = z.infer<typeof changeAnswerBody>;

export const answersPage = z.object({
  answers: z.array(curatedAnswer),
  next_cursor: z.string().nullable(),
});
export type AnswersPage = z.infer<typeof answersPage>;

const page = { 200: { description: 'A page.', schema: answersPage } };
const added = {
  201: {
    description: 'The answer; when it is there already with the same words, the one that is there.',
    schema: curatedAnswer,
  },
};
const changed = { 200: { description: 'The answer now.', schema: curatedAnswer } };
const ADD_ERRORS = ['conflict', 'quota_exceeded', 'trial_expired', 'model_unavailable'] as const;
const CHANGE_ERRORS = ['not_found', 'conflict', 'trial_expired', 'model_unavailable'] as const;

const own = { auth: 'tenant', scope: 'kb:write' } as const;
const ofOwn = z.object({ answer_id: uuid });
/** Each costs an embedding, as a document does. */
const WRITE_LIMITS = ['api-hour', 'ingest-hour'] as const;

export const listAnswersRoute = defineRoute({
  operationId: 'listAnswers',
  method: 'GET',
  path: '/api/trial/answers',
  summary: 'The curated answers, newest first.',
  auth: 'tenant',
  scope: 'kb:read',
  query: pageQuery,
  responses: page,
  errors: [],
});

export const addAnswerRoute = defineRoute({
  operationId: 'addAnswer',
  method: 'POST',
  path: '/api/trial/answers',
  summary: `Write the answer to a question; whoever asks it, or nearly it, gets it word for word. At most ${CURATED_ANSWERS_MAX_PER_TENANT}.`,
  ...own,
  body: addAnswerBody,
  idempotent: true,
  limits: WRITE_LIMITS,
  responses: added,
  errors: [...ADD_ERRORS],
});

export const changeAnswerRoute = defineRoute({
  operationId: 'changeAnswer',
  method: 'PATCH',
  path: '/api/trial/answers/{answer_id}',
  summary: 'Change a curated answer; holds from the next question on.',
  ...own,
  params: ofOwn,
  body: changeAnswerBody,
  limits: WRITE_LIMITS,
  responses: changed,
  errors: [...CHANGE_ERRORS],
});

export const removeAnswerRoute = defineRoute({
  operationId: 'removeAnswer',
  method: 'DELETE',
  path: '/api/trial/answers/{answer_id}',
  summary: 'Remove a curated answer; the question is answered from the documents again.',
  ...own,
  params: ofOwn,
  responses: { 204: { description: 'Gone.' } },
  errors: ['not_found', 'trial_expired'],
});

const operator = { auth: 'admin', role: 'operator' } as const;
const ofTenant = z.object({ tenant_id: uuid });
const ofTenantAndId = ofTenant.extend({ answer_id: uuid });

export const adminListAnswersRoute = defineRoute({
  operationId: 'adminListAnswers',
  method: 'GET',
  path: '/api/admin/trials/{tenant_id}/answers',
  summary: 'The curated answers of a tenant, newest first.',
  ...operator,
  params: ofTenant,
  query: pageQuery,
  responses: page,
  errors: ['not_found'],
});

export const adminAddAnswerRoute = defineRoute({
  operationId: 'adminAddAnswer',
  method: 'POST',
  path: '/api/admin/trials/{tenant_id}/answers',
  summary: 'Write the answer to a question of a tenant’s visitors.',
  ...operator,
  params: ofTenant,
  body: addAnswerBody,
  responses: added,
  errors: ['not_found', ...ADD_ERRORS],
});

export const adminChangeAnswerRoute = defineRoute({
  operationId: 'adminChangeAnswer',
  method: 'PATCH',
  path: '/api/admin/trials/{tenant_id}/answers/{answer_id}',
  summary: 'Change a curated answer of a tenant.',
  ...operator,
  params: ofTenantAndId,
  body: changeAnswerBody,
  responses: changed,
  errors: [...CHANGE_ERRORS],
});

export const adminRemoveAnswerRoute = defineRoute({
  operationId: 'adminRemoveAnswer',
  method: 'DELETE',
  path: '/api/admin/trials/{tenant_id}/answers/{answer_id}',
  summary: 'Remove a curated answer of a tenant.',
  ...operator,
  params: ofTenantAndId,
  responses: { 204: { description: 'Gone.' } },
  errors: ['not_found', 'trial_expired'],
});
