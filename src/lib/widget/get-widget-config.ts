/** What a page may know of the widget behind a key: looks and words, nothing of the plan or the allowed origins. */
import type { WidgetConfig } from '#lib/contracts/widget.ts';
import { isAppError, notFound } from '#lib/core/errors.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database, TenantTransaction } from '#lib/ports/database.ts';
import { selectBranding } from '#lib/tenants/branding-store.ts';
import { requireActiveTrial } from '#lib/trial/require-active-trial.ts';
import { findWidget } from './widget-store.ts';

/** Errors: `not_found`. */
export async function getWidgetConfig(
  ports: { database: Database; clock: Clock },
  widgetKey: string,
): Promise<WidgetConfig> {
  const widget = await ports.database.asPlatform('authenticate', (tx) => findWidget(tx, widgetKey));
  if (!widget) throw notFound();
  return ports.database.asTenant(widget.tenant_id, async (tx) => {
    const { display_name, ...set } = await selectBranding(tx);
    return {
      display_name: display_name ?? widget.business_name,
      primary_color: set.primary_color,
      secondary_color: set.secondary_color,
      welcome_message: set.welcome_message,
      placeholder_text: set.placeholder_text,
      position: set.position,
      theme: set.theme,
      locale: set.locale,
      available: await isActive(tx, ports.clock),
    };
  });
}

async function isActive(tx: TenantTransaction, clock: Clock): Promise<boolean> {
  try {
    await requireActiveTrial(tx, clock);
    return true;
  } catch (error) {
    if (isAppError(error)) return false;
    throw error;
  }
}
