/** Gives a tenant its widget key, the same at every call; on request a new one in its place. */
import type { TenantCaller } from '#lib/core/caller.ts';
import { newSecret } from '#lib/core/secret.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { recordAudit } from '#lib/security/audit-log.ts';
import { requireActiveTrial } from '#lib/trial/require-active-trial.ts';
import { insertWidgetKey, replaceWidgetKey, revokeSessionTokens, selectWidgetKey } from './widget-store.ts';

/** Rotating ends every visitor's session with the old key. Errors: `trial_expired`. */
export async function publishWidget(
  ports: { database: Database; clock: Clock },
  caller: TenantCaller,
  { rotate }: { rotate: boolean },
): Promise<string> {
  return ports.database.asTenant(caller.tenantId, async (tx) => {
    await requireActiveTrial(tx, ports.clock);
    const key = newSecret('fdw');
    if (await insertWidgetKey(tx, caller.tenantId, key)) {
      await recordAudit(tx, caller, 'widget.published', null, {});
      return key;
    }
    if (!rotate) return (await selectWidgetKey(tx))!;
    await replaceWidgetKey(tx, key, ports.clock.now());
    await revokeSessionTokens(tx);
    await recordAudit(tx, caller, 'widget.key_rotated', null, {});
    return key;
  });
}
