/** The workflow's step that puts the widget up: from then on the tenant's snippet works. */
import { newSecret } from '#lib/core/secret.ts';
import type { Database } from '#lib/ports/database.ts';
import type { StepInput, StepOutcome } from '#lib/trial/step.ts';
import { deleteWidgetKey, insertWidgetKey, revokeSessionTokens, selectWidgetKey } from './widget-store.ts';

/** Run again, it leaves the key as it is. */
export async function deployStep(
  ports: { database: Database },
  { tenantId }: StepInput,
): Promise<StepOutcome> {
  const key = await ports.database.asTenant(tenantId, async (tx) => {
    await insertWidgetKey(tx, tenantId, newSecret('fdw'));
    return selectWidgetKey(tx);
  });
  return { outcome: 'done', detail: { widget_key: key } };
}

/** Takes the widget down: the key is unknown and every visitor's token refused from the next request on. */
export async function undoDeploy(
  ports: { database: Database },
  { tenantId }: Pick<StepInput, 'tenantId'>,
): Promise<void> {
  await ports.database.asTenant(tenantId, async (tx) => {
    await deleteWidgetKey(tx);
    await revokeSessionTokens(tx);
  });
}
