/** What administrators' pages are told while they are open: which kinds of things changed, never what. */
import { defineRoute } from './route-contract.ts';

export const CHANGE_TOPICS = ['audit', 'flags', 'trials', 'workflows'] as const;
export type ChangeTopic = (typeof CHANGE_TOPICS)[number];

export const adminEventsRoute = defineRoute({
  operationId: 'adminEvents',
  method: 'GET',
  path: '/api/admin/events',
  summary:
    'Server-sent `changed` events, `{"topics": [...]}` of audit (operators), flags, trials and workflows: what to ask for again. The first names all. Ends within 5 s of the session.',
  auth: 'admin',
  role: 'viewer',
  responses: { 200: { description: 'Server-sent events.', contentType: 'text/event-stream' } },
  errors: [],
});
