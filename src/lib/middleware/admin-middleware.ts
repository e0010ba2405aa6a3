/** Request -> AdminCaller: a bearer token, or a browser's cookie that came from our own pages; else a refusal. */
import type { AdminCredential } from '#lib/auth/admin-auth.ts';
import { hasRole } from '#lib/auth/admin-auth.ts';
import type { LoginRequest } from '#lib/auth/log-in-admin.ts';
import type { LoginResult } from '#lib/contracts/admin.ts';
import type { AdminCaller, AdminRole } from '#lib/core/caller.ts';
import { AppError, unauthenticated } from '#lib/core/errors.ts';
import { ADMIN_TOKEN_MAX_CHARS } from '#lib/core/limits.ts';

export interface AdminAuthenticator {
  /** Throws `unauthenticated` for a credential that does not work now. */
  authenticateAdmin(
    request: { requestId: string; address: string },
    credential: AdminCredential,
  ): Promise<AdminCaller>;
  config: { publicUrl: string };
}

/** Sent by the console with whatever changes something: no page of another origin can add a header unasked. */
const CONSOLE_HEADER = 'x-requested-by';
const CONSOLE_NAME = 'frontdesk-console';

const BEARER = new RegExp(`^Bearer +([\\w.-]{1,${ADMIN_TOKEN_MAX_CHARS}})$`, 'i');
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

function isConsole(headers: Headers): boolean {
  return headers.get(CONSOLE_HEADER) === CONSOLE_NAME;
}

/** Errors: `unauthenticated`, `forbidden`. */
export async function adminCaller(
  app: AdminAuthenticator,
  request: Request,
  { requestId, address, role }: { requestId: string; address: string; role: AdminRole },
): Promise<AdminCaller> {
  const credential = credentialOf(app, request);
  if (credential === null) throw unauthenticated();
  const caller = await app.authenticateAdmin({ requestId, address }, credential);
  if (credential.from === 'cookie') refuseForeignPages(app, request);
  if (!hasRole(caller, role)) {
    throw new AppError('forbidden', `This needs the role “${role}”; yours is “${caller.role}”.`);
  }
  return caller;
}

/** A bearer token that does not work is not made up for by a cookie. */
function credentialOf(app: AdminAuthenticator, { headers }: Request): AdminCredential | null {
  const authorization = headers.get('authorization');
  if (authorization !== null) {
    const token = BEARER.exec(authorization.trim())?.[1];
    return token === undefined ? null : { token, from: 'bearer' };
  }
  const name = `${cookieName(app.config.publicUrl)}=`;
  const ours = (headers.get('cookie') ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(name));
  // Two of one name: another page of the site planted one.
  return ours.length === 1 ? { token: ours[0]!.slice(name.length), from: 'cookie' } : null;
}

/** Whether a browser says that a page of another origin made it send this: other hosts of the same site are such, too. */
function isForeign(app: { config: { publicUrl: string } }, headers: Headers, safe: boolean): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin' && !(site === 'none' && safe)) return true;
  const origin = headers.get('origin');
  return origin !== null && !isOwnOrigin(origin, headers, app.config.publicUrl);
}

function foreign(): AppError {
  return new AppError('forbidden', 'This must come from the pages of this server itself.');
}

/** SameSite=Strict keeps other sites out; Fetch Metadata, Origin and a header of ours keep out the rest. Errors: `forbidden`. */
function refuseForeignPages(app: AdminAuthenticator, { headers, method }: Request): void {
  const safe = SAFE_METHODS.has(method);
  if (isForeign(app, headers, safe) || (!safe && !isConsole(headers))) throw foreign();
}

/** Where a log-in comes from; a page of another origin may not log anybody in. Errors: `forbidden`. */
export function loginRequest(
  app: { config: { publicUrl: string } },
  headers: Headers,
  { requestId, address }: { requestId: string; address: string },
): LoginRequest {
  if (isForeign(app, headers, false)) throw foreign();
  return { requestId, address, kind: isConsole(headers) ? 'console' : 'api' };
}

/** A log-in's answer: the console gets its cookie. */
export function loginAnswer(app: { config: { publicUrl: string } }, headers: Headers, body: LoginResult) {
  const issued = { token: body.token, expiresAt: new Date(body.expires_at) };
  return { status: 200, body, headers: isConsole(headers) ? sessionCookie(app, headers, issued) : {} };
}

function isOwnOrigin(origin: string, headers: Headers, publicUrl: string): boolean {
  if (origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === headers.get('host');
}

function cookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-frontdesk_admin' : 'frontdesk_admin';
}

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** `Secure` but on this very machine over plain http, where not every browser would send it back. Null ends it. */
export function sessionCookie(
  app: { config: { publicUrl: string } },
  headers: Headers,
  issued: { token: string; expiresAt: Date } | null,
  now: Date = new Date(),
): Record<string, string> {
  const { publicUrl } = app.config;
  const secure = publicUrl.startsWith('https:') || !LOOPBACK.test(headers.get('host') ?? '');
  const seconds =
    issued === null ? 0 : Math.max(0, Math.ceil((issued.expiresAt.getTime() - now.getTime()) / 1_000));
  const attributes = [
    'Path=/',
    `Max-Age=${seconds}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(secure ? ['Secure'] : []),
  ];
  return { 'Set-Cookie': [`${cookieName(publicUrl)}=${issued?.token ?? ''}`, ...attributes].join('; ') };
}
