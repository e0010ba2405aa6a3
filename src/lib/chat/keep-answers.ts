/** Keeps questions with their answers, for history, feedback and the list of unanswered questions. */
import type { Answer } from '#lib/contracts/ask.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { newId } from '#lib/core/ids.ts';
import type { Database } from '#lib/ports/database.ts';
import { insertMessages } from './conversation-store.ts';

export type KeptAnswer = Omit<Answer, 'cached'> & { query: string };

export async function keepAnswers(
  ports: { database: Database },
  caller: TenantCaller,
  sessionId: string,
  answers: readonly KeptAnswer[],
): Promise<void> {
  if (answers.length === 0) return;
  const messages = answers.map((answer) => ({
    message_id: newId(),
    request_id: caller.requestId,
    query: answer.query,
    answer: answer.answer,
    answered: answer.answered,
    confidence: answer.confidence,
    mode: answer.mode,
    cited_sources: [...new Set(answer.sources.map((source) => source.source_id))],
  }));
  await ports.database.asTenant(caller.tenantId, (tx) =>
    insertMessages(tx, caller.tenantId, sessionId, messages),
  );
}
