/** The last step: what visitors need is there; completing it mails the tenant. */
import { endVisitorSessions } from '#lib/chat/conversation-store.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectWidgetKey } from '#lib/widget/widget-store.ts';
import type { StepInput, StepOutcome } from './step.ts';
import { selectKnowledge } from './workflow-store.ts';

/** `needsWidget`: a step before it makes the widget's key. */
export async function goLiveStep(
  ports: { database: Database },
  { tenantId }: StepInput,
  { needsWidget }: { needsWidget: boolean },
): Promise<StepOutcome> {
  const { ready, widgetKey } = await ports.database.asTenant(tenantId, async (tx) => ({
    ready: (await selectKnowledge(tx)).ready,
    widgetKey: await selectWidgetKey(tx),
  }));
  if (ready === 0) {
    const reason = 'All documents were removed. Give the assistant at least one to answer from.';
    return { outcome: 'interrupt', kind: 'user_input', reason };
  }
  if (needsWidget && widgetKey === null) {
    return { outcome: 'interrupt', kind: 'manual_review', reason: 'The widget has no key yet.' };
  }
  return { outcome: 'done', detail: { documents: ready } };
}

/** Visitors begin anew when the assistant is live again. */
export async function undoGoLive(
  ports: { database: Database; clock: Clock },
  { tenantId }: { tenantId: string },
): Promise<void> {
  await ports.database.asTenant(tenantId, (tx) => endVisitorSessions(tx, ports.clock.now()));
}
