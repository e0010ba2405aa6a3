/** Which questions the knowledge base answers, found out by asking the retriever and the extractive answerer. */
import { TOP_K_DEFAULT } from '#lib/core/limits.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Embedder } from '#lib/ports/models.ts';
import { retrieveBatch } from '#lib/rag/batch-retriever.ts';
import { confidence } from '#lib/rag/confidence.ts';
import { extractAnswer } from '#lib/rag/extractive-answer.ts';

export interface CheckedQuestion {
  question: string;
  /** Answered by a statement, not by a question that stands in the text. */
  answered: boolean;
  /** 0–1, that the best sentence is right. */
  confidence: number;
  /** Where the best sentence stands; null when nothing was found. */
  sourceId: string | null;
  chunkId: number | null;
  sentence: string;
  vector: Float32Array;
}

/** In the order of `questions`, which are distinct. Errors: those of retrieveBatch. */
export async function checkQuestions(
  ports: { database: Database; embedder: Embedder },
  tenantId: string,
  questions: readonly string[],
  signal: AbortSignal,
): Promise<CheckedQuestion[]> {
  if (questions.length === 0) return [];
  const found = await retrieveBatch(ports, tenantId, questions, { topK: TOP_K_DEFAULT, signal });
  return found.map(({ query, ranked }, index) => {
    const extracted = extractAnswer(query, ranked.slice(0, TOP_K_DEFAULT));
    const statement = extracted.sentences.find(({ text }) => !isQuestion(text));
    const passage = statement && ranked[statement.chunkIndex];
    return {
      question: questions[index]!,
      answered: extracted.answered && statement !== undefined,
      confidence: statement ? confidence(extracted) : 0,
      sourceId: passage?.found.source_id ?? null,
      chunkId: passage ? Number(passage.found.chunk_id) : null,
      sentence: statement?.text ?? '',
      vector: query.vector,
    };
  });
}

function isQuestion(text: string): boolean {
  return /[?？]["'”’)\]]*\s*$/u.test(text);
}
