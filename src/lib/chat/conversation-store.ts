/** Rows of sessions and of the questions answered in them. */
import type { Insertable } from 'kysely';
import type { TenantTransaction } from '#lib/ports/database.ts';
import type { Tables } from '#lib/ports/schema.ts';

export type NewMessage = Omit<
  Insertable<Tables['messages']>,
  'tenant_id' | 'rating' | 'comment' | 'created_at'
>;

/** One statement for any number of messages; sessions are made where they are not there. */
export async function insertMessages(
  tx: TenantTransaction,
  tenantId: string,
  messages: readonly NewMessage[],
): Promise<void> {
  const sessions = [...new Set(messages.map(({ session_id }) => session_id))];
  await tx
    .with('session', (db) =>
      db
        .insertInto('sessions')
        .values(sessions.map((session_id) => ({ tenant_id: tenantId, session_id })))
        .onConflict((conflict) => conflict.doNothing()),
    )
    .insertInto('messages')
    .values(messages.map((message) => ({ tenant_id: tenantId, ...message })))
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
