/** Reads conversations of a tenant for operators. */
import { sql } from 'kysely';
import type { Conversation } from '#lib/contracts/admin-conversations.ts';
import type { PlatformTransaction } from '#lib/ports/database.ts';

export interface ConversationRow {
  session_id: string;
  visitor_id: string | null;
  origin: string | null;
  began_at: Date;
  last_asked_at: Date;
  questions: number;
  last_message_id: string;
}

/**
 * By their last question, newest first: message ids begin with the time. Each question that is passed costs one step in
 * messages_of_session: `between` keeps the order of that index, while with `=` the planner may walk the primary key past
 * all that others have asked since.
 */
export async function selectConversations(
  tx: PlatformTransaction,
  { tenantId, before, limit }: { tenantId: string; before: string | null; limit: number },
): Promise<ConversationRow[]> {
  const { rows } = await sql<ConversationRow>`
    select s.session_id, s.visitor_id, s.origin, m.message_id as last_message_id, m.created_at as last_asked_at,
      (select min(a.created_at) from messages a where a.tenant_id = m.tenant_id and a.session_id = m.session_id) as began_at,
      (select count(*)::int from messages a where a.tenant_id = m.tenant_id and a.session_id = m.session_id) as questions
    from messages m join sessions s on s.tenant_id = m.tenant_id and s.session_id = m.session_id
    where m.tenant_id = ${tenantId} and (${before}::uuid is null or m.message_id < ${before}::uuid)
      and m.message_id = (select a.message_id from messages a
        where a.tenant_id = m.tenant_id and a.session_id between m.session_id and m.session_id
        order by a.session_id desc, a.message_id desc limit 1)
    order by m.message_id desc limit ${limit}`.execute(tx);
  return rows;
}

type StoredMessage = Omit<Conversation['messages'][number], 'created_at'> & {
  session_id: string;
  created_at: Date;
};

/** The last `each` of every session, in the order asked. */
export async function selectMessagesOf(
  tx: PlatformTransaction,
  { tenantId, sessionIds, each }: { tenantId: string; sessionIds: readonly string[]; each: number },
): Promise<StoredMessage[]> {
  if (sessionIds.length === 0) return [];
  const { rows } = await sql<StoredMessage>`
    select m.session_id, m.message_id, m.request_id, m.query as question, m.answer, m.mode, m.answered,
      m.confidence, m.rating, m.comment, m.created_at
    from unnest(${[...sessionIds]}::uuid[]) as wanted(session_id)
    cross join lateral (select * from messages a where a.tenant_id = ${tenantId} and a.session_id = wanted.session_id
      order by a.message_id desc limit ${each}) m
    order by m.message_id`.execute(tx);
  return rows;
}
