/** The API keys of a tenant that work now, without their secrets. */
import type { ApiKey } from '#lib/contracts/keys.ts';
import type { Scope, TenantCaller } from '#lib/core/caller.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { selectApiKeys } from './key-store.ts';

export async function listKeys(
  ports: { database: Database; clock: Clock },
  caller: TenantCaller,
): Promise<{ keys: ApiKey[] }> {
  const rows = await ports.database.asTenant(caller.tenantId, (tx) => selectApiKeys(tx, ports.clock.now()));
  return {
    keys: rows.map((row) => ({
      key_id: row.key_id,
      name: row.name,
      scopes: row.scopes as Scope[],
      created_at: row.created_at.toISOString(),
      expires_at: row.expires_at?.toISOString() ?? null,
      last_used_at: row.last_used_at?.toISOString() ?? null,
    })),
  };
}
