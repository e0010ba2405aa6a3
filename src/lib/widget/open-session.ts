/** Opens a visitor's session for a page that the tenant of a widget key allows, or goes on with one that ran out. */
import type { OpenSessionInput, WidgetSession } from '#lib/contracts/widget.ts';
import { SESSIONS_DROPPED_AT_ONCE, VISITOR_SESSION_RENEWAL_MS } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { requireActiveTrial } from '#lib/trial/require-active-trial.ts';
import { inVisitorsWords } from './in-visitors-words.ts';
import { issueSession } from './issue-session.ts';
import { requireOrigin } from './require-origin.ts';
import { dropEndedSessions, findWidget } from './widget-store.ts';

/** Errors: `origin_not_allowed`, for an unknown key as well; `trial_expired`, told to pages of the tenant only. */
export async function openSession(
  ports: { database: Database; clock: Clock },
  origin: string | null,
  input: OpenSessionInput,
): Promise<WidgetSession> {
  const widget = await ports.database.asPlatform('authenticate', (tx) => findWidget(tx, input.widget_key));
  requireOrigin(widget, origin);
  const now = ports.clock.now();
  const endedAfter = new Date(now.getTime() - VISITOR_SESSION_RENEWAL_MS);
  const token = input.previous_token;
  const order = {
    tenantId: widget.tenant_id,
    origin: origin!,
    visitorId: input.visitor_id,
    preview: false,
    now,
    previous: token === undefined ? undefined : { token, endedAfter },
  };
  try {
    return await ports.database.asTenant(widget.tenant_id, async (tx) => {
      await requireActiveTrial(tx, ports.clock);
      await dropEndedSessions(tx, endedAfter, SESSIONS_DROPPED_AT_ONCE);
      return issueSession(tx, order);
    });
  } catch (error) {
    throw inVisitorsWords(error);
  }
}
