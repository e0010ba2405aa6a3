/** The tool `rag_query_batch`: many questions with one retrieval, reported as they finish. */
import { askBatchBody, askBatchResult } from '#lib/contracts/ask.ts';
import { publicMember } from '#lib/http/ask-stream.ts';
import { answerText } from './rag-query.ts';
import { defineTool } from './tool.ts';

const { queries, top_k } = askBatchBody.shape;

export const ragQueryBatch = defineTool({
  name: 'rag_query_batch',
  title: 'Ask the knowledge base many questions',
  description:
    'Answers 1 to 50 questions in one call, much faster than asking one after the other. Results come in the order ' +
    'asked, each under its `id` (by default its position). A question that failed carries an `error`; the others ' +
    'are answered all the same. Equal questions count once against the quota.',
  scope: 'ask',
  limits: ['mcp-rag-query', 'ask-minute', 'ask-hour'],
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  input: askBatchBody.extend({
    queries: queries.describe('The questions, each with an `id` of yours if you like'),
    top_k: top_k.describe('How many passages may support each answer'),
  }),
  output: askBatchResult,
  questions: (input) => input.queries.length,
  async run(app, caller, input, { signal, progress }) {
    const batch = await app.askBatch(caller, input, {
      signal,
      via: 'mcp',
      emit(event) {
        if (event.event !== 'progress') return;
        const { done, total } = event.data;
        progress(done, total, `${done} of ${total} questions answered`);
      },
    });
    return { ...batch, results: batch.results.map((outcome) => publicMember(outcome, caller.requestId)) };
  },
  text: ({ results }) =>
    results
      .map((one) => `## ${one.id}\n${'error' in one ? `Error: ${one.error.detail}` : answerText(one)}`)
      .join('\n\n'),
});
