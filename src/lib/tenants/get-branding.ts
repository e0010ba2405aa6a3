/** How a tenant's assistant looks and speaks now. */
import type { Branding } from '#lib/contracts/branding.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectBranding } from './branding-store.ts';

export async function getBranding(ports: { database: Database }, caller: TenantCaller): Promise<Branding> {
  return ports.database.asTenant(caller.tenantId, selectBranding);
}
