/** Keeps questions with their answers, for history, feedback and the list of unanswered questions. */
import type { Answer } from '#lib/contracts/ask.ts';
import type { AskCaller } from '#lib/core/caller.ts';
import { groupCalls } from '#lib/core/group-calls.ts';
import { newId } from '#lib/core/ids.ts';
import { CALLS_PER_GROUP_MAX } from '#lib/core/limits.ts';
import type { Database } from '#lib/ports/database.ts';
import { insertMessages, insertMessagesOfVisitors, type NewMessage } from './conversation-store.ts';

export type KeptAnswer = Omit<Answer, 'cached'> & { query: string };

interface Kept {
  database: Database;
  tenantId: string;
  kind: AskCaller['kind'];
  messages: readonly NewMessage[];
}

/** One statement for all that a tenant's askers, or its visitors, got at once. */
const keep = groupCalls<Kept, void>(CALLS_PER_GROUP_MAX, async (kept) => {
  const { database, tenantId, kind } = kept[0]!;
  const insert = kind === 'visitor' ? insertMessagesOfVisitors : insertMessages;
  await database.asTenant(tenantId, (tx) =>
    insert(
      tx,
      tenantId,
      kept.flatMap(({ messages }) => messages),
    ),
  );
  return kept.map(() => undefined);
});

export async function keepAnswers(
  ports: { database: Database },
  caller: AskCaller,
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
  const { tenantId, kind } = caller;
  await keep(ports.database, `${kind}/${tenantId}`, { database: ports.database, tenantId, kind, messages });
}
