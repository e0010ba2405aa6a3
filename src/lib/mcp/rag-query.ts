/** The tool `rag_query`: one question, answered by the pipeline that answers visitors. */
import { type Answer, askOneBody, askOneResult } from '#lib/contracts/ask.ts';
import { defineTool } from './tool.ts';

/** An answer with its numbered sources, as text. */
export function answerText({ answer, sources }: Pick<Answer, 'answer' | 'sources'>): string {
  if (sources.length === 0) return answer;
  const lines = sources.map(({ n, title, heading, page, url }) => {
    const place = [heading, page === null ? null : `page ${page}`, url].filter((part) => part !== null);
    return `[${n}] ${[title, ...place].join(', ')}`;
  });
  return `${answer}\n\nSources:\n${lines.join('\n')}`;
}

const { query, session_id, top_k } = askOneBody.shape;

export const ragQuery = defineTool({
  name: 'rag_query',
  title: 'Ask the knowledge base',
  description:
    'Answers one question from the documents of this business, with numbered citations. Ask in a full sentence and ' +
    'one thing at a time; the answer rests on the documents alone. `answered: false` means they do not say: tell ' +
    'the user so instead of guessing. For several questions use rag_query_batch. Each call counts against the quota.',
  scope: 'ask',
  limits: ['mcp-rag-query', 'ask-minute', 'ask-hour'],
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  input: askOneBody.extend({
    query: query.describe('The question, as a person would ask it'),
    session_id: session_id.describe('`session_id` of an earlier answer, to keep both in one conversation'),
    top_k: top_k.describe('How many passages may support the answer'),
  }),
  output: askOneResult,
  run: (app, caller, input, { signal }) => app.ask(caller, input, { signal, via: 'mcp' }),
  text: answerText,
});
