/** Keeps a visitor's word on an answer; the last word counts. */
import type { FeedbackInput } from '#lib/contracts/ask.ts';
import type { AskCaller } from '#lib/core/caller.ts';
import { notFound } from '#lib/core/errors.ts';
import type { Database } from '#lib/ports/database.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';
import { maskVisitorText } from '#lib/security/mask-visitor-text.ts';
import { updateRating } from './conversation-store.ts';

/** A visitor speaks of its own session only. Errors: `not_found` when no answer has that request id. */
export async function giveFeedback(
  ports: { database: Database; telemetry: Telemetry },
  caller: AskCaller,
  input: FeedbackInput,
): Promise<void> {
  const sessionId = caller.kind === 'visitor' ? caller.sessionId : null;
  const comment = input.comment === undefined ? null : maskVisitorText(ports, input.comment);
  const found = await ports.database.asTenant(caller.tenantId, (tx) =>
    updateRating(tx, { requestId: input.request_id, sessionId }, input.rating, comment),
  );
  if (!found) throw notFound();
}
