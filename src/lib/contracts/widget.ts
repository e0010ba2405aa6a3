/** The widget on a business's pages: its key and snippet, its public settings, its visitors' sessions and history. */
import { z } from 'zod';
import { HISTORY_MESSAGES_MAX, VISITOR_ID_MAX_CHARS } from '#lib/core/limits.ts';
import { branding } from './branding.ts';
import { timestamp, uuid } from './common.ts';
import { defineRoute } from './route-contract.ts';

/** Wide enough for any key we mint; a wrong one is answered like an unknown one. */
const widgetKey = z.string().min(1).max(64);
const sessionToken = z.string().min(1).max(64);

export const publishedWidget = z.object({
  widget_key: z.string().describe('Public: it stands in your pages'),
  embed_code: z.string().describe('The script tag to paste; it loads the version that this server runs'),
  integrity: z.string().describe('Subresource Integrity of the script at `pinned_url`'),
  pinned_url: z.string().describe('The script of this very version, which never changes'),
});
export type PublishedWidget = z.infer<typeof publishedWidget>;

export const publishWidgetRoute = defineRoute({
  operationId: 'publishWidget',
  method: 'POST',
  path: '/api/trial/widget',
  summary:
    'The widget key and the snippet to paste, made at the first call; `rotate=true` replaces the key and ends every visitor’s session.',
  auth: 'tenant',
  scope: 'trial:write',
  query: z.object({ rotate: z.enum(['true', 'false']).optional() }),
  responses: { 200: { description: 'The key and its snippet.', schema: publishedWidget } },
  errors: ['trial_expired'],
});

export const widgetSession = z.object({
  session_token: z.string().describe('Send it as `Authorization: Bearer …`, from the same Origin'),
  session_id: uuid,
  visitor_id: z.string().describe('As given, else a new one: send it again to be known as the same visitor'),
  expires_at: timestamp,
});
export type WidgetSession = z.infer<typeof widgetSession>;

export const previewWidgetRoute = defineRoute({
  operationId: 'previewWidget',
  method: 'POST',
  path: '/api/trial/widget/preview',
  summary: 'A visitor’s session for your own preview page on this server, whatever the allowed origins are.',
  auth: 'tenant',
  scope: 'trial:write',
  responses: { 201: { description: 'The session.', schema: widgetSession } },
  errors: ['trial_expired', 'origin_not_allowed'],
});

export const widgetConfig = branding
  .pick({ primary_color: true, secondary_color: true, welcome_message: true, placeholder_text: true })
  .extend(branding.pick({ position: true, theme: true, locale: true }).shape)
  .extend({
    display_name: z.string().describe('What was set, else the name of the business'),
    available: z.boolean().describe('False when nobody is answered at the moment'),
  });
export type WidgetConfig = z.infer<typeof widgetConfig>;

export const widgetConfigRoute = defineRoute({
  operationId: 'widgetConfig',
  method: 'GET',
  path: '/api/widget/config',
  summary: 'How the widget of a key looks and speaks; public, and cached for a minute.',
  auth: 'anonymous',
  cors: 'any',
  query: z.object({ key: widgetKey }),
  responses: { 200: { description: 'The settings.', schema: widgetConfig } },
  errors: ['not_found'],
});

export const openSessionBody = z.strictObject({
  widget_key: widgetKey,
  visitor_id: z.string().min(1).max(VISITOR_ID_MAX_CHARS).optional(),
  previous_token: sessionToken
    .optional()
    .describe(
      'Of the session to go on with, for a day after it ran out; a new one is begun when that cannot be',
    ),
});
export type OpenSessionInput = z.infer<typeof openSessionBody>;

export const openSessionRoute = defineRoute({
  operationId: 'openWidgetSession',
  method: 'POST',
  path: '/api/widget/session',
  summary: 'A visitor’s session of 15 minutes, for a page whose Origin the tenant allows.',
  auth: 'anonymous',
  cors: 'visitor',
  body: openSessionBody,
  limits: ['api-hour', 'widget-session-minute'],
  responses: { 201: { description: 'The session.', schema: widgetSession } },
  errors: ['origin_not_allowed', 'trial_expired'],
});

export const historyMessage = z.object({
  request_id: z.string(),
  query: z.string(),
  answer: z.string(),
  answered: z.boolean(),
  mode: z.string(),
  rating: z.enum(['up', 'down']).nullable(),
  created_at: timestamp,
});
export const widgetHistory = z.object({ session_id: uuid, messages: z.array(historyMessage) });
export type WidgetHistory = z.infer<typeof widgetHistory>;

export const widgetHistoryRoute = defineRoute({
  operationId: 'widgetHistory',
  method: 'GET',
  path: '/api/widget/history',
  summary: `What was asked and answered in the visitor’s own session: its last ${HISTORY_MESSAGES_MAX}, oldest first.`,
  auth: 'visitor',
  cors: 'visitor',
  responses: { 200: { description: 'The conversation.', schema: widgetHistory } },
  errors: [],
});
