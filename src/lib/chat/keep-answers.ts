/** Keeps questions with their answers, for history, feedback and the list of unanswered questions, and what they took. */
import type { Answer } from '#lib/contracts/ask.ts';
import type { AskCaller } from '#lib/core/caller.ts';
import { groupCalls } from '#lib/core/group-calls.ts';
import { newId } from '#lib/core/ids.ts';
import { CALLS_PER_GROUP_MAX } from '#lib/core/limits.ts';
import { costInMicroUsd, type Tokens } from '#lib/core/token-price.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import type { ChatModel } from '#lib/ports/models.ts';
import { insertMessages, insertMessagesOfVisitors, type NewMessage } from './conversation-store.ts';
import { dayOf } from './usage-day-store.ts';

export type KeptAnswer = Omit<Answer, 'cached'> & Tokens & { query: string };

interface Kept {
  database: Database;
  tenantId: string;
  kind: AskCaller['kind'];
  messages: readonly NewMessage[];
  day: string;
  /** Of these messages. */
  tokens: Tokens;
  costMicroUsd: number;
}

/** One statement for all that a tenant's askers, or its visitors, got at once. */
const keep = groupCalls<Kept, void>(CALLS_PER_GROUP_MAX, async (kept) => {
  const { database, tenantId, kind, day } = kept[0]!;
  const insert = kind === 'visitor' ? insertMessagesOfVisitors : insertMessages;
  const messages = kept.flatMap((one) => one.messages);
  const total = (of: (one: Kept) => number) => kept.reduce((sum, one) => sum + of(one), 0);
  const usage = {
    day,
    questions: messages.length,
    prompt_tokens: total(({ tokens }) => tokens.promptTokens),
    completion_tokens: total(({ tokens }) => tokens.completionTokens),
    cost_micro_usd: Math.round(total(({ costMicroUsd }) => costMicroUsd)),
  };
  await database.asTenant(tenantId, (tx) => insert(tx, tenantId, messages, usage));
  return kept.map(() => undefined);
});

export async function keepAnswers(
  ports: { database: Database; clock: Clock; chat: ChatModel | null },
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
  const tokens = {
    promptTokens: answers.reduce((sum, one) => sum + one.promptTokens, 0),
    completionTokens: answers.reduce((sum, one) => sum + one.completionTokens, 0),
  };
  const costMicroUsd = costInMicroUsd(ports.chat?.price, tokens);
  const { database, clock } = ports;
  const kept = { database, tenantId, kind, messages, day: dayOf(clock.now()), tokens, costMicroUsd };
  await keep(database, `${kind}/${tenantId}/${kept.day}`, kept);
}
