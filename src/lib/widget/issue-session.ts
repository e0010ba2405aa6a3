/** Makes a visitor's session with its token, which is in the answer and nowhere else. */
import type { WidgetSession } from '#lib/contracts/widget.ts';
import { newId } from '#lib/core/ids.ts';
import { VISITOR_SESSION_MS } from '#lib/core/limits.ts';
import { newSecret, secretDigest } from '#lib/core/secret.ts';
import type { TenantTransaction } from '#lib/ports/database.ts';
import { insertSession, renewSession } from './widget-store.ts';

export interface SessionOrder {
  tenantId: string;
  origin: string;
  visitorId?: string | undefined;
  preview: boolean;
  now: Date;
  /** Go on with the session of this token if it ended after then. */
  previous?: { token: string; endedAfter: Date } | undefined;
}

export async function issueSession(tx: TenantTransaction, order: SessionOrder): Promise<WidgetSession> {
  const { tenantId, origin, preview, now, previous } = order;
  const token = newSecret('fdv');
  const next = { tokenHash: secretDigest(token), expiresAt: new Date(now.getTime() + VISITOR_SESSION_MS) };
  const answer = (sessionId: string, visitorId: string) => ({
    session_token: token,
    session_id: sessionId,
    visitor_id: visitorId,
    expires_at: next.expiresAt.toISOString(),
  });
  if (previous) {
    const known = { tokenHash: secretDigest(previous.token), origin, endedAfter: previous.endedAfter };
    const renewed = await renewSession(tx, known, next);
    if (renewed?.visitor_id) return answer(renewed.session_id, renewed.visitor_id);
  }
  const session = { sessionId: newId(), visitorId: order.visitorId ?? newId(), createdAt: now };
  await insertSession(tx, { tenantId, origin, preview, ...session, ...next });
  return answer(session.sessionId, session.visitorId);
}
