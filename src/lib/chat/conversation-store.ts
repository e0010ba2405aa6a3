/** Rows of sessions and of the questions answered in them. */
import type { Insertable } from 'kysely';
import type { TenantTransaction } from '#lib/ports/database.ts';
import type { Tables } from '#lib/ports/schema.ts';
import { deleteVisitorRecords } from '#lib/tools/record-store.ts';
import { addDayUsage, type DayUsage } from './usage-day-store.ts';

export type NewMessage = Omit<
  Insertable<Tables['messages']>,
  'tenant_id' | 'rating' | 'comment' | 'created_at'
>;

/**
 * One statement for any number of messages and what they took. Sessions are made where they are not there, and locked where they are, so
 * that none can be erased before what is written into it; always in the same order, so that nobody waits in a circle.
 */
export async function insertMessages(
  tx: TenantTransaction,
  tenantId: string,
  messages: readonly NewMessage[],
  usage: DayUsage,
): Promise<void> {
  const sessions = [...new Set(messages.map(({ session_id }) => session_id))].sort();
  await tx
    .with('spent', (db) => addDayUsage(db, tenantId, usage))
    .with('session', (db) =>
      db
        .insertInto('sessions')
        .values(sessions.map((session_id) => ({ tenant_id: tenantId, session_id })))
        .onConflict((conflict) =>
          conflict.columns(['tenant_id', 'session_id']).doUpdateSet((eb) => ({
            visitor_id: eb.ref('sessions.visitor_id'),
          })),
        ),
    )
    .insertInto('messages')
    .values(messages.map((message) => ({ tenant_id: tenantId, ...message })))
    .execute();
}

/** As above, but into sessions that are there only: a visitor that is erased meanwhile does not come back, what it took stays. */
export async function insertMessagesOfVisitors(
  tx: TenantTransaction,
  tenantId: string,
  messages: readonly NewMessage[],
  usage: DayUsage,
): Promise<void> {
  const wanted = [...new Set(messages.map(({ session_id }) => session_id))];
  const there = await tx
    .selectFrom('sessions')
    .select('session_id')
    .where('session_id', 'in', wanted)
    .orderBy('session_id')
    .forKeyShare()
    .execute();
  const ids = new Set(there.map(({ session_id }) => session_id));
  const kept = messages.filter(({ session_id }) => ids.has(session_id));
  if (kept.length === 0) return void (await addDayUsage(tx, tenantId, usage).execute());
  await tx
    .with('spent', (db) => addDayUsage(db, tenantId, usage))
    .insertInto('messages')
    .values(kept.map((message) => ({ tenant_id: tenantId, ...message })))
    .execute();
}

/** Whether there was such an answer, in any session or in the one given. */
export async function updateRating(
  tx: TenantTransaction,
  { requestId, sessionId }: { requestId: string; sessionId: string | null },
  rating: 'up' | 'down',
  comment: string | null,
): Promise<boolean> {
  let update = tx.updateTable('messages').set({ rating, comment }).where('request_id', '=', requestId);
  if (sessionId !== null) update = update.where('session_id', '=', sessionId);
  const result = await update.executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Messages first, and counted; no question can join a session while its row is locked. */
export async function deleteVisitor(
  tx: TenantTransaction,
  visitorId: string,
): Promise<{ sessions: number; messages: number; tool_records?: number }> {
  const sessions = await tx
    .selectFrom('sessions')
    .select('session_id')
    .where('visitor_id', '=', visitorId)
    .forUpdate()
    .execute();
  const ids = sessions.map((session) => session.session_id);
  const records = await deleteVisitorRecords(tx, visitorId, ids);
  const sent = records > 0 ? { tool_records: records } : {};
  if (sessions.length === 0) return { sessions: 0, messages: 0, ...sent };
  const messages = await tx.deleteFrom('messages').where('session_id', 'in', ids).executeTakeFirst();
  await tx.deleteFrom('sessions').where('session_id', 'in', ids).execute();
  return { sessions: ids.length, messages: Number(messages.numDeletedRows), ...sent };
}

/** Ends the sessions of browsers; what was said in them stays. */
export async function endVisitorSessions(tx: TenantTransaction, now: Date): Promise<void> {
  await tx
    .updateTable('sessions')
    .set({ expires_at: now })
    .where('origin', 'is not', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .execute();
}
