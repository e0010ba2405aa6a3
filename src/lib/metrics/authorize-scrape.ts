/** Who may read the metrics: whoever has the token; without one, only this machine, and only where that is allowed. */
import { timingSafeEqual } from 'node:crypto';
import { AppError, notFound } from '#lib/core/errors.ts';
import { secretDigest } from '#lib/core/secret.ts';
import type { Telemetry } from '#lib/ports/telemetry.ts';

export interface ScrapeRules {
  /** Null: none is set. */
  token: string | null;
  /** Whether this machine may read without a token while none is set. */
  openToThisMachine: boolean;
}

export interface Scrape {
  headers: Headers;
  /** The network that the request came from. */
  address: string;
}

const BEARER = /^Bearer +(\S{1,512})$/i;
/** The network of `::1` holds no other address that anybody has (RFC 6890). */
const LOOPBACK_ADDRESS = /^127\.|^0:0:0:0::\/64$/;
const LOOPBACK_HOST = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;
/** What proxies add: through one on this machine anybody would come from it. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/** Errors: `unauthenticated` for a token that is not the one, `not_found` where no token is set and none is needed elsewhere. */
export function authorizeScrape(
  ports: { telemetry: Telemetry },
  { token, openToThisMachine }: ScrapeRules,
  { headers, address }: Scrape,
): void {
  if (token === null) {
    const here =
      LOOPBACK_ADDRESS.test(address) &&
      LOOPBACK_HOST.test(headers.get('host') ?? '') &&
      FORWARDED.every((name) => !headers.has(name));
    if (openToThisMachine && here) return;
    throw notFound();
  }
  const given = BEARER.exec(headers.get('authorization')?.trim() ?? '')?.[1];
  // Digests have one length, so comparing them takes one time.
  if (given !== undefined && timingSafeEqual(secretDigest(given), secretDigest(token))) return;
  ports.telemetry.count('frontdesk_auth_failures_total', { kind: 'metrics_token' });
  throw new AppError('unauthenticated', 'Send the METRICS_TOKEN as “Authorization: Bearer …”.');
}
