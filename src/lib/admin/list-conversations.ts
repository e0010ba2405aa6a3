/** The conversations of one tenant, a page at a time; who reads them is written down with it, or nobody reads them. */
import type {
  Conversation,
  ConversationPage,
  ListConversationsQuery,
} from '#lib/contracts/admin-conversations.ts';
import type { AdminCaller } from '#lib/core/caller.ts';
import { notFound } from '#lib/core/errors.ts';
import { CONVERSATION_MESSAGES_MAX } from '#lib/core/limits.ts';
import type { Database } from '#lib/ports/database.ts';
import { audit } from './audit.ts';
import { type ConversationRow, selectConversations, selectMessagesOf } from './conversation-list-store.ts';
import { pageOf, requireCursor } from './page.ts';
import { selectTrialRow } from './trial-list-store.ts';

/** Errors: `not_found`, also while it is being erased; `invalid_request` for a cursor that is none of ours. */
export async function listConversations(
  ports: { database: Database },
  caller: AdminCaller,
  tenantId: string,
  { cursor, limit }: ListConversationsQuery,
): Promise<ConversationPage> {
  const before = requireCursor(cursor);
  return ports.database.asPlatform('admin-conversations', async (tx) => {
    if (!(await selectTrialRow(tx, tenantId))) throw notFound();
    const rows = await selectConversations(tx, { tenantId, before, limit: limit + 1 });
    const { items, next_cursor } = pageOf(rows, limit, ({ last_message_id }) => last_message_id);
    const messages = await selectMessagesOf(tx, {
      tenantId,
      sessionIds: items.map(({ session_id }) => session_id),
      each: CONVERSATION_MESSAGES_MAX,
    });
    await audit(tx, caller, {
      action: 'conversations.read',
      subject: `trial:${tenantId}`,
      after: { conversations: items.length, messages: messages.length, before },
    });
    const bySession = Map.groupBy(messages, ({ session_id }) => session_id);
    return { conversations: items.map((row) => told(row, bySession.get(row.session_id) ?? [])), next_cursor };
  });
}

type MessageRow = Awaited<ReturnType<typeof selectMessagesOf>>[number];

function told(
  { last_message_id: _, began_at, last_asked_at, ...row }: ConversationRow,
  messages: readonly MessageRow[],
): Conversation {
  return {
    ...row,
    began_at: began_at.toISOString(),
    last_asked_at: last_asked_at.toISOString(),
    messages: messages.map(({ session_id: __, created_at, ...message }) => ({
      ...message,
      created_at: created_at.toISOString(),
    })),
  };
}
