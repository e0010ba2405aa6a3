/** Session token and Origin -> visitor caller: the token works from the one origin it was made for, while that is allowed. */
import type { VisitorCaller } from '#lib/core/caller.ts';
import { unauthenticated } from '#lib/core/errors.ts';
import { groupCalls } from '#lib/core/group-calls.ts';
import { CALLS_PER_GROUP_MAX } from '#lib/core/limits.ts';
import { secretDigest } from '#lib/core/secret.ts';
import type { Clock } from '#lib/ports/clock.ts';
import type { Database } from '#lib/ports/database.ts';
import { originNotAllowed } from './require-origin.ts';
import { findSessions } from './widget-store.ts';

const TOKEN = /^fdv_[\w-]{43}$/;

type Ports = { database: Database; clock: Clock };
type Session = Awaited<ReturnType<typeof findSessions>>[number];

/** One lookup for all tokens that come at once; it begins after they came, so what was revoked is refused from then on. */
const lookUp = groupCalls<{ ports: Ports; digest: Uint8Array }, Session | undefined>(
  CALLS_PER_GROUP_MAX,
  async (asked) => {
    const { database, clock } = asked[0]!.ports;
    const distinct = new Map(asked.map(({ digest }) => [hex(digest), digest]));
    const found = await database.asPlatform('authenticate', (tx) =>
      findSessions(tx, [...distinct.values()], clock.now()),
    );
    const byDigest = new Map(found.map((session) => [hex(session.token_hash!), session]));
    return asked.map(({ digest }) => byDigest.get(hex(digest)));
  },
);

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Errors: `unauthenticated` for a token that does not work now, `origin_not_allowed` for one that works elsewhere. */
export async function authenticateVisitor(
  ports: Ports,
  requestId: string,
  token: string,
  origin: string | null,
): Promise<VisitorCaller> {
  if (!TOKEN.test(token)) throw unauthenticated();
  const session = await lookUp(ports.database, '', { ports, digest: secretDigest(token) });
  if (!session?.visitor_id) throw unauthenticated();
  if (origin === null || session.origin !== origin || !session.allowed) throw originNotAllowed();
  return {
    kind: 'visitor',
    requestId,
    tenantId: session.tenant_id,
    sessionId: session.session_id,
    visitorId: session.visitor_id,
    origin,
    ...(session.rate_limits === null ? {} : { rateLimits: session.rate_limits }),
  };
}
