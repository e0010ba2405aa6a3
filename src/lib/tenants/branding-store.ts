/** Rows of a tenant's branding; there is none until something is set. */
import type { Branding, BrandingInput } from '#lib/contracts/branding.ts';
import type { TenantTransaction } from '#lib/ports/database.ts';

/** What the table's own defaults say. */
const DEFAULTS: Branding = {
  display_name: null,
  primary_color: null,
  secondary_color: null,
  tone: null,
  welcome_message: null,
  placeholder_text: null,
  position: 'bottom-right',
  theme: 'auto',
  locale: 'en',
  allowed_origins: [],
  updated_at: null,
};
const COLUMNS = Object.keys(DEFAULTS) as (keyof Branding)[];

export async function selectBranding(tx: TenantTransaction): Promise<Branding> {
  const row = await tx.selectFrom('widget_configs').select(COLUMNS).executeTakeFirst();
  return row ? { ...row, updated_at: row.updated_at.toISOString() } : DEFAULTS;
}

/** One statement: two changes of different fields at once both last. */
export async function upsertBranding(
  tx: TenantTransaction,
  tenantId: string,
  given: BrandingInput,
  now: Date,
): Promise<void> {
  const changed = { ...given, updated_at: now };
  await tx
    .insertInto('widget_configs')
    .values({ tenant_id: tenantId, ...changed })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(changed))
    .execute();
}

/** Only where nothing is chosen; `updated_at` stays when nothing was to be filled. */
export async function fillBranding(
  tx: TenantTransaction,
  tenantId: string,
  defaults: { display_name: string; welcome_message: string },
  now: Date,
): Promise<void> {
  await tx
    .insertInto('widget_configs')
    .values({ tenant_id: tenantId, ...defaults, updated_at: now })
    .onConflict((conflict) =>
      conflict.column('tenant_id').doUpdateSet((eb) => ({
        display_name: eb.fn.coalesce('widget_configs.display_name', 'excluded.display_name'),
        welcome_message: eb.fn.coalesce('widget_configs.welcome_message', 'excluded.welcome_message'),
      })),
    )
    .execute();
}

export async function deleteBranding(tx: TenantTransaction): Promise<void> {
  await tx.deleteFrom('widget_configs').execute();
}
