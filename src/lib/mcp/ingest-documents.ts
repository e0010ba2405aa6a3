/** The tool `ingest_documents`: texts into the knowledge base; the same text again changes nothing. */
import { z } from 'zod';
import { type AcceptedSource, acceptedSources, addTextBody } from '#lib/contracts/kb.ts';
import { AppError, toAppError } from '#lib/core/errors.ts';
import { MCP_DOCUMENTS_MAX } from '#lib/core/limits.ts';
import { defineTool } from './tool.ts';

const { title, content, url } = addTextBody.shape;
const document = addTextBody.extend({
  title: title.describe('Answers cite the document under this title'),
  content: content
    .refine((text) => text.trim() !== '', 'The text is empty.')
    .describe('Plain text or Markdown; headings help retrieval'),
  url: url.describe('Where readers find the original'),
});

/** Says how far it got: what was stored stays, and the call can be repeated. */
function stoppedAfter(stored: number, total: number, thrown: unknown): AppError {
  const error = toAppError(thrown);
  if (stored === 0 || error.code === 'internal') return error;
  const sentence = `${stored} of ${total} documents were stored. ${error.publicMessage}`;
  return new AppError(error.code, sentence, { cause: error, retryAfterSeconds: error.retryAfterSeconds });
}

export const ingestDocuments = defineTool({
  name: 'ingest_documents',
  title: 'Add documents to the knowledge base',
  description:
    'Stores 1 to 20 texts and queues them for indexing; they answer questions some seconds later, when ' +
    'get_trial_status shows none `queued` or `ingesting`. Safe to repeat: a text that is already there comes back ' +
    'with `duplicate: true` and is not stored twice. Documents count against the quota of the trial.',
  scope: 'kb:write',
  limits: ['mcp-ingest-documents', 'ingest-hour'],
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  input: z.strictObject({ documents: z.array(document).min(1).max(MCP_DOCUMENTS_MAX) }),
  output: acceptedSources,
  async run(app, caller, { documents }, { signal, progress }) {
    const sources: AcceptedSource[] = [];
    for (const one of documents) {
      try {
        if (signal.aborted) throw new AppError('cancelled', 'The request was cancelled.');
        sources.push(...(await app.addText(caller, one)).sources);
      } catch (error) {
        throw stoppedAfter(sources.length, documents.length, error);
      }
      progress(sources.length, documents.length, `Stored “${one.title}”`);
    }
    return { sources };
  },
  text: ({ sources }) =>
    sources
      .map(({ name, source_id, status, duplicate }) => {
        return `${name}: ${duplicate ? `already there, ${status}` : status} (source_id ${source_id})`;
      })
      .join('\n'),
});
