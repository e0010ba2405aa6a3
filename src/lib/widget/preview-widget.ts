/** Opens a visitor's session for the tenant's own preview, which is a page of this server, whatever origins are allowed. */
import type { WidgetSession } from '#lib/contracts/widget.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { requireActiveTrial } from '#lib/trial/require-active-trial.ts';
import { issueSession } from './issue-session.ts';

/** `origin` is this server's own, as its pages send it. Errors: `trial_expired`. */
export async function previewWidget(
  ports: { database: Database; clock: Clock },
  caller: TenantCaller,
  origin: string,
): Promise<WidgetSession> {
  return ports.database.asTenant(caller.tenantId, async (tx) => {
    await requireActiveTrial(tx, ports.clock);
    const now = ports.clock.now();
    return issueSession(tx, { tenantId: caller.tenantId, origin, preview: true, now });
  });
}
