/** The step that gives the assistant a name and a first sentence where the tenant has chosen none. */
import { DISPLAY_NAME_MAX_CHARS } from '#lib/core/limits.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { deleteBranding, fillBranding } from '#lib/tenants/branding-store.ts';
import type { StepInput, StepOutcome } from './step.ts';
import { selectTenantContact } from './trial-store.ts';

type Ports = { database: Database; clock: Clock };

/** Waits for nobody: the tenant may change all of it at any time, before or after going live. */
export async function brandingStep(ports: Ports, { tenantId }: StepInput): Promise<StepOutcome> {
  const contact = await ports.database.asTenant(tenantId, selectTenantContact);
  const name = (contact?.business_name ?? '').slice(0, DISPLAY_NAME_MAX_CHARS);
  const defaults = {
    display_name: name,
    welcome_message: `Hello! Ask me anything about ${name}.`,
  };
  return {
    outcome: 'done',
    detail: defaults,
    store: (tx) => fillBranding(tx, tenantId, defaults, ports.clock.now()),
  };
}

/** Takes the whole configuration back: everything is as before anything was chosen. */
export async function undoBranding(
  ports: { database: Database },
  { tenantId }: { tenantId: string },
): Promise<void> {
  await ports.database.asTenant(tenantId, deleteBranding);
}
