/** Rows of sessions and of the questions answered in them. */
import type { Insertable } from 'kysely';
import type { TenantTransaction } from '#lib/ports/database.ts';
import type { Tables } from '#lib/ports/schema.ts';

export type NewMessage = Omit<
  Insertable<Tables['messages']>,
  'tenant_id' | 'session_id' | 'rating' | 'comment' | 'created_at'
>;

/** One statement for any number of messages; the session is made when it is not there. */
export async function insertMessages(
  tx: TenantTransaction,
  tenantId: string,
  sessionId: string,
  messages: readonly NewMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  const ids = { tenant_id: tenantId, session_id: sessionId };
  await tx
    .with('session', (db) =>
      db
        .insertInto('sessions')
        .values(ids)
        .onConflict((conflict) => conflict.doNothing()),
    )
    .insertInto('messages')
    .values(messages.map((message) => ({ ...ids, ...message })))
    .execute();
}

/** Whether there was such an answer. */
export async function updateRating(
  tx: TenantTransaction,
  requestId: string,
  rating: 'up' | 'down',
  comment: string | null,
): Promise<boolean> {
  const result = await tx
    .updateTable('messages')
    .set({ rating, comment })
    .where('request_id', '=', requestId)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
