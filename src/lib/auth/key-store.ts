/** Rows of trial tokens and API keys. */
import { sql } from 'kysely';
import type { Scope } from '#lib/core/caller.ts';
import type { PolicyLimits } from '#lib/core/rate-limit-policies.ts';
import type { PlatformTransaction, TenantTransaction } from '#lib/ports/database.ts';

export interface NewKey {
  tenantId: string;
  keyId: string;
  kind: 'trial_token' | 'api_key';
  name: string;
  tokenHash: Uint8Array;
  scopes: readonly Scope[];
  expiresAt: Date | null;
}

export async function insertKey(tx: TenantTransaction | PlatformTransaction, key: NewKey): Promise<void> {
  await tx
    .insertInto('api_keys')
    .values({
      tenant_id: key.tenantId,
      key_id: key.keyId,
      kind: key.kind,
      name: key.name,
      token_hash: key.tokenHash,
      scopes: [...key.scopes],
      expires_at: key.expiresAt,
    })
    .execute();
}

/** The keys behind digests, without those that expired, with the rate limits set for their tenants. */
export async function findKeys(tx: PlatformTransaction, tokenHashes: readonly Uint8Array[], now: Date) {
  return tx
    .selectFrom('api_keys')
    .select(['tenant_id', 'key_id', 'kind', 'token_hash', 'scopes', 'last_used_at'])
    .select(
      sql<PolicyLimits | null>`(select jsonb_object_agg(o.policy, o.units) from rate_limit_overrides o
        where o.tenant_id = api_keys.tenant_id)`.as('rate_limits'),
    )
    .where('token_hash', 'in', tokenHashes)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .orderBy('key_id')
    .execute();
}

export async function touchKey(
  tx: PlatformTransaction,
  tenantId: string,
  keyId: string,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('api_keys')
    .set({ last_used_at: now })
    .where('tenant_id', '=', tenantId)
    .where('key_id', '=', keyId)
    .execute();
}

export async function selectApiKeys(tx: TenantTransaction, now: Date) {
  return tx
    .selectFrom('api_keys')
    .select(['key_id', 'name', 'scopes', 'created_at', 'expires_at', 'last_used_at'])
    .where('kind', '=', 'api_key')
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .orderBy('key_id', 'desc')
    .execute();
}

/** Whether there was such a key. Trial tokens are not revoked here. */
export async function deleteApiKey(tx: TenantTransaction, keyId: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('api_keys')
    .where('key_id', '=', keyId)
    .where('kind', '=', 'api_key')
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
