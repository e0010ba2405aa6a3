/** What a visitor asked and was answered in its own session. */
import type { WidgetHistory } from '#lib/contracts/widget.ts';
import type { VisitorCaller } from '#lib/core/caller.ts';
import { HISTORY_MESSAGES_MAX } from '#lib/core/limits.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectHistory } from './widget-store.ts';

/** By session and not by visitor: pages choose visitor ids, so knowing one must not open what somebody asked. */
export async function getHistory(
  ports: { database: Database },
  { tenantId, sessionId }: VisitorCaller,
): Promise<WidgetHistory> {
  const newestFirst = await ports.database.asTenant(tenantId, (tx) =>
    selectHistory(tx, sessionId, HISTORY_MESSAGES_MAX),
  );
  const messages = newestFirst
    .reverse()
    .map((message) => ({ ...message, created_at: message.created_at.toISOString() }));
  return { session_id: sessionId, messages };
}
