/** Makes an API key for a tenant; the secret is in the answer and nowhere else. */
import type { ApiKey, CreateKeyInput } from '#lib/contracts/keys.ts';
import type { TenantCaller } from '#lib/core/caller.ts';
import { AppError } from '#lib/core/errors.ts';
import { newId } from '#lib/core/ids.ts';
import { API_KEYS_MAX_PER_TENANT } from '#lib/core/limits.ts';
import { newSecret, secretDigest } from '#lib/core/secret.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { recordAudit } from '#lib/security/audit-log.ts';
import { lockTenant } from '#lib/tenants/tenant-store.ts';
import { insertKey, selectApiKeys } from './key-store.ts';

/** Errors: `invalid_request` when it would be born expired, `forbidden` for scopes the caller lacks, `quota_exceeded`. */
export async function createKey(
  ports: { database: Database; clock: Clock },
  caller: TenantCaller,
  input: CreateKeyInput,
): Promise<ApiKey & { key: string }> {
  const now = ports.clock.now();
  const expiresAt = input.expires_at === undefined ? null : new Date(input.expires_at);
  if (expiresAt && expiresAt <= now) throw new AppError('invalid_request', 'expires_at lies in the past.');
  const beyond = input.scopes.filter((scope) => !caller.scopes.includes(scope));
  if (beyond.length > 0) {
    throw new AppError('forbidden', `This credential cannot hand out the scopes ${beyond.join(', ')}.`);
  }
  const key = newSecret('fd');
  const keyId = newId();
  const scopes = [...new Set(input.scopes)];
  await ports.database.asTenant(caller.tenantId, async (tx) => {
    await lockTenant(tx);
    if ((await selectApiKeys(tx, now)).length >= API_KEYS_MAX_PER_TENANT) {
      throw new AppError(
        'quota_exceeded',
        `A trial has at most ${API_KEYS_MAX_PER_TENANT} API keys. Revoke one first.`,
      );
    }
    const row = { tenantId: caller.tenantId, keyId, kind: 'api_key' as const, name: input.name };
    await insertKey(tx, { ...row, tokenHash: secretDigest(key), scopes, expiresAt });
    await recordAudit(tx, caller, 'key.created', keyId, { name: input.name, scopes });
  });
  return {
    key_id: keyId,
    name: input.name,
    scopes,
    created_at: now.toISOString(),
    expires_at: expiresAt?.toISOString() ?? null,
    last_used_at: null,
    key,
  };
}
