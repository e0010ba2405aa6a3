/** Finds passages of the business's documents for a tool, and quotes the best sentences of them. */
import { SNIPPET_MAX_CHARS, TOP_K_DEFAULT } from '#lib/core/limits.ts';
import { retrieveBatch } from '#lib/rag/batch-retriever.ts';
import { extractAnswer } from '#lib/rag/extractive-answer.ts';
import { distinctPassages } from '#lib/rag/near-duplicates.ts';
import { maskVisitorText } from '#lib/security/mask-visitor-text.ts';
import type { ToolPorts, ToolResult, ToolRun } from './tool.ts';

/** `failed` when the documents do not hold it. Errors: those of retrieveBatch. */
export async function searchDocuments(ports: ToolPorts, run: ToolRun, query: string): Promise<ToolResult> {
  const [found] = await retrieveBatch(ports, run.tenantId, [maskVisitorText(ports, query)], {
    topK: TOP_K_DEFAULT,
    signal: run.signal,
  });
  const top = distinctPassages(found!.ranked, TOP_K_DEFAULT).slice(0, TOP_K_DEFAULT);
  const extracted = extractAnswer(found!.query, top);
  if (!extracted.answered)
    return { status: 'failed', message: 'The documents do not say anything about this.' };
  const passages = [...new Set(extracted.sentences.map(({ chunkIndex }) => top[chunkIndex]!))];
  return {
    status: 'done',
    message: extracted.sentences.map(({ text }) => text.trim()).join(' '),
    data: {
      passages: passages.map(({ found: { title, url, source_id }, text }) => ({
        title,
        url,
        source_id,
        snippet: text.slice(0, SNIPPET_MAX_CHARS),
      })),
    },
    passages,
  };
}
