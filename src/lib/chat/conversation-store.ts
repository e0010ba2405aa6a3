/** Rows of sessions and of the questions answered in them. */
import type { Insertable } from 'kysely';
import type { TenantTransaction } from '#lib/ports/database.ts';
import type { Tables } from '#lib/ports/schema.ts';

export async function ensureSession(
  tx: TenantTransaction,
  tenantId: string,
  sessionId: string,
): Promise<void> {
  await tx
    .insertInto('sessions')
    .values({ tenant_id: tenantId, session_id: sessionId })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export type NewMessage = Omit<Insertable<Tables['messages']>, 'rating' | 'comment' | 'created_at'>;

export async function insertMessages(tx: TenantTransaction, messages: readonly NewMessage[]): Promise<void> {
  if (messages.length > 0)
    await tx
      .insertInto('messages')
      .values([...messages])
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
