/** Searches the documents of the business: the tool that every assistant has. */
import { z } from 'zod';
import { QUERY_MAX_CHARS } from '#lib/core/limits.ts';
import { searchDocuments } from './search-documents.ts';
import { defineTool, field } from './tool.ts';

export const searchKnowledgeBase = defineTool({
  name: 'search_knowledge_base',
  title: 'Search the documents',
  description: 'Searches the documents of the business and answers from what they say.',
  kind: 'documents',
  endpoint: 'none',
  input: z.strictObject({
    query: field(z.string().trim().min(1).max(QUERY_MAX_CHARS), 'What do you want to know?'),
  }),
  // Always assigned, and what every question is answered by: nothing has to speak for it.
  evidence: [],
  intents: [],
  run: (ports, run, { query }) => searchDocuments(ports, run, query),
});
