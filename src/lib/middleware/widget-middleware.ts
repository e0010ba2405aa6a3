/** Request -> VisitorCaller: a session token from the page it was made for, or a refusal. */
import type { VisitorCaller } from '#lib/core/caller.ts';
import { AppError } from '#lib/core/errors.ts';

export interface VisitorAuthenticator {
  /** Throws `unauthenticated` for a token that does not work now, `origin_not_allowed` for one of another page. */
  authenticateVisitor(requestId: string, token: string, origin: string | null): Promise<VisitorCaller>;
}

const BEARER = /^Bearer +(fdv_[\w-]{1,60})$/i;

function sessionToken(headers: Headers): string | undefined {
  return BEARER.exec(headers.get('authorization')?.trim() ?? '')?.[1];
}

/** Whether the credential is a visitor's, on routes that tenants use too. */
export function isVisitor(headers: Headers): boolean {
  return sessionToken(headers) !== undefined;
}

/** `Origin` is what the browser says of the page (RFC 6454 §7); no page can set it. */
export async function visitorCaller(
  app: VisitorAuthenticator,
  headers: Headers,
  requestId: string,
): Promise<VisitorCaller> {
  const token = sessionToken(headers);
  if (token === undefined) {
    throw new AppError('unauthenticated', 'Send the token of a widget session as “Authorization: Bearer …”.');
  }
  return app.authenticateVisitor(requestId, token, headers.get('origin'));
}
