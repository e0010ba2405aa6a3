/** Keeps questions with their answers, for history, feedback and the list of unanswered questions. */
import type { Answer } from '#lib/contracts/ask.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { groupCalls } from '#lib/core/group-calls.ts';
import { newId } from '#lib/core/ids.ts';
import { CALLS_PER_GROUP_MAX } from '#lib/core/limits.ts';
import type { Database } from '#lib/ports/database.ts';
import { insertMessages, type NewMessage } from './conversation-store.ts';

export type KeptAnswer = Omit<Answer, 'cached'> & { query: string };

/** One statement for all that a tenant's askers got at once. */
const keep = groupCalls<{ database: Database; tenantId: string; messages: readonly NewMessage[] }, void>(
  CALLS_PER_GROUP_MAX,
  async (kept) => {
    const { database, tenantId } = kept[0]!;
    await database.asTenant(tenantId, (tx) =>
      insertMessages(
        tx,
        tenantId,
        kept.flatMap(({ messages }) => messages),
      ),
    );
    return kept.map(() => undefined);
  },
);

export async function keepAnswers(
  ports: { database: Database },
  caller: TenantCaller,
  sessionId: string,
  answers: readonly KeptAnswer[],
): Promise<void> {
  if (answers.length === 0) return;
  const messages = answers.map((answer) => ({
    message_id: newId(),
    session_id: sessionId,
    request_id: caller.requestId,
    query: answer.query,
    answer: answer.answer,
    answered: answer.answered,
    confidence: answer.confidence,
    mode: answer.mode,
    cited_sources: [...new Set(answer.sources.map((source) => source.source_id))],
  }));
  const { tenantId } = caller;
  await keep(ports.database, tenantId, { database: ports.database, tenantId, messages });
}
