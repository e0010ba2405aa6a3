/** Request -> TenantCaller: a bearer credential that works now and holds the route's scope, or a refusal. */
import type { Scope, TenantCaller } from '#lib/core/caller.ts';
import { AppError } from '#lib/core/errors.ts';

export interface TenantAuthenticator {
  /** Throws `unauthenticated` for a credential that does not work now. */
  authenticate(requestId: string, token: string): Promise<TenantCaller>;
}

/** RFC 6750 §2.1; the length bound keeps nonsense from reaching the database. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]{1,512}=*)$/i;

export async function tenantCaller(
  app: TenantAuthenticator,
  headers: Headers,
  requestId: string,
  scope: Scope | undefined,
): Promise<TenantCaller> {
  const token = BEARER.exec(headers.get('authorization')?.trim() ?? '')?.[1];
  if (token === undefined) {
    throw new AppError('unauthenticated', 'Send your trial token or API key as “Authorization: Bearer …”.');
  }
  const caller = await app.authenticate(requestId, token);
  if (scope !== undefined && !caller.scopes.includes(scope)) {
    throw new AppError('forbidden', `This credential does not hold the scope “${scope}”.`);
  }
  return caller;
}
