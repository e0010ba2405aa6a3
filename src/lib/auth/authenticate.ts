/** Bearer token -> tenant caller. */
import type { Scope, TenantCaller } from '#lib/core/caller.ts';
import { unauthenticated } from '#lib/core/errors.ts';
import { groupCalls } from '#lib/core/group-calls.ts';
import { CALLS_PER_GROUP_MAX } from '#lib/core/limits.ts';
import { secretDigest } from '#lib/core/secret.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { findKeys, touchKey } from './key-store.ts';

const TOKEN = /^fdt?_[\w-]{43}$/;
/** `last_used_at` is kept to the hour, so that asking does not write a row each time. */
const TOUCH_AFTER_MS = 3_600_000;

type Ports = { database: Database; clock: Clock };
type Key = Awaited<ReturnType<typeof findKeys>>[number];

/** One lookup for all tokens that come at once. It begins after they came, so a revoked one is refused from then on. */
const lookUp = groupCalls<{ ports: Ports; digest: Uint8Array }, Key | undefined>(
  CALLS_PER_GROUP_MAX,
  async (asked) => {
    const { database, clock } = asked[0]!.ports;
    const now = clock.now();
    const distinct = new Map(asked.map(({ digest }) => [hex(digest), digest]));
    const found = await database.asPlatform('authenticate', async (tx) => {
      const keys = await findKeys(tx, [...distinct.values()], now);
      for (const { tenant_id, key_id, last_used_at } of keys) {
        if (now.getTime() - (last_used_at?.getTime() ?? 0) > TOUCH_AFTER_MS)
          await touchKey(tx, tenant_id, key_id, now);
      }
      return keys;
    });
    const byDigest = new Map(found.map((key) => [hex(key.token_hash), key]));
    return asked.map(({ digest }) => byDigest.get(hex(digest)));
  },
);

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Errors: `unauthenticated`, the same for a malformed, unknown, revoked or expired token. */
export async function authenticate(ports: Ports, requestId: string, token: string): Promise<TenantCaller> {
  if (!TOKEN.test(token)) throw unauthenticated();
  const key = await lookUp(ports.database, '', { ports, digest: secretDigest(token) });
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
