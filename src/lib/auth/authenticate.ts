/** Bearer token -> tenant caller. */
import type { Scope, TenantCaller } from '#lib/core/caller.ts';
import { unauthenticated } from '#lib/core/errors.ts';
import { secretDigest } from '#lib/core/secret.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { findKey, touchKey } from './key-store.ts';

const TOKEN = /^fdt?_[\w-]{43}$/;
/** `last_used_at` is kept to the hour, so that asking does not write a row each time. */
const TOUCH_AFTER_MS = 3_600_000;

/** Errors: `unauthenticated`, the same for a malformed, unknown, revoked or expired token. */
export async function authenticate(
  ports: { database: Database; clock: Clock },
  requestId: string,
  token: string,
): Promise<TenantCaller> {
  if (!TOKEN.test(token)) throw unauthenticated();
  const now = ports.clock.now();
  const key = await ports.database.asPlatform('authenticate', async (tx) => {
    const found = await findKey(tx, secretDigest(token), now);
    if (found && now.getTime() - (found.last_used_at?.getTime() ?? 0) > TOUCH_AFTER_MS) {
      await touchKey(tx, found.tenant_id, found.key_id, now);
    }
    return found;
  });
  if (!key) throw unauthenticated();
  return {
    kind: 'tenant',
    requestId,
    tenantId: key.tenant_id,
    credential: key.kind,
    scopes: key.scopes as Scope[],
    ...(key.rate_limits === null ? {} : { rateLimits: key.rate_limits }),
  };
}
