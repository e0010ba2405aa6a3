/** Keeps a visitor's word on an answer; the last word counts. */
import type { FeedbackInput } from '#lib/contracts/ask.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { notFound } from '#lib/core/errors.ts';
import type { Database } from '#lib/ports/database.ts';
import { updateRating } from './conversation-store.ts';

/** Errors: `not_found` when no answer has that request id. */
export async function giveFeedback(
  ports: { database: Database },
  caller: TenantCaller,
  input: FeedbackInput,
): Promise<void> {
  const found = await ports.database.asTenant(caller.tenantId, (tx) =>
    updateRating(tx, input.request_id, input.rating, input.comment ?? null),
  );
  if (!found) throw notFound();
}
