/** What a tenant's visitors and programs asked and were answered: private, so whoever reads it is written down. */
import { z } from 'zod';
import { CONVERSATION_MESSAGES_MAX, CONVERSATIONS_PER_PAGE_MAX } from '#lib/core/limits.ts';
import { answer } from './ask.ts';
import { pageQuery, timestamp, uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';

export const conversation = z.object({
  session_id: uuid,
  visitor_id: z.string().nullable().describe('Null for questions that came through the API'),
  origin: z.string().nullable().describe('The site that the widget was on'),
  began_at: timestamp,
  last_asked_at: timestamp,
  questions: z.number().int().describe('In all of it'),
  messages: z
    .array(
      z.object({
        message_id: uuid,
        request_id: z.string(),
        question: z.string(),
        answer: z.string(),
        mode: answer.shape.mode,
        answered: z.boolean(),
        confidence: z.number(),
        rating: z.enum(['up', 'down']).nullable(),
        comment: z.string().nullable(),
        created_at: timestamp,
      }),
    )
    .describe(`In the order asked; the last ${CONVERSATION_MESSAGES_MAX}`),
});
export type Conversation = z.infer<typeof conversation>;

export const listConversationsQuery = pageQuery.extend({
  limit: z.coerce.number().int().min(1).max(CONVERSATIONS_PER_PAGE_MAX).default(10),
});
export type ListConversationsQuery = z.infer<typeof listConversationsQuery>;

export const conversationPage = z.object({
  conversations: z.array(conversation),
  next_cursor: z.string().nullable(),
});
export type ConversationPage = z.infer<typeof conversationPage>;

export const listConversationsRoute = defineRoute({
  operationId: 'listConversations',
  method: 'GET',
  path: '/api/admin/trials/{tenant_id}/conversations',
  summary:
    'A tenant’s conversations, the one with the newest question first. Each page that is read is written to the log, in the same transaction.',
  auth: 'admin',
  role: 'operator',
  params: z.object({ tenant_id: uuid }),
  query: listConversationsQuery,
  responses: { 200: { description: 'A page.', schema: conversationPage } },
  errors: ['not_found'],
});
