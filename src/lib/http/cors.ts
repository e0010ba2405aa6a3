/** Cross-origin answers (Fetch §3.2): pages of the widget may read what is for them; nothing ever comes with cookies. */
import type { RouteContract } from '#lib/contracts/route-contract.ts';
import type { Caller } from '#lib/core/caller.ts';
import type { AppError } from '#lib/core/errors.ts';

/** Chromium keeps no preflight longer. */
const PREFLIGHT_MAX_AGE_SECONDS = 7_200;
const EXPOSED = 'RateLimit, RateLimit-Policy, Retry-After, X-Request-Id';

/**
 * For `visitor` routes: a page whose Origin was accepted may read its answer. A failure before anybody is known holds
 * nothing of a tenant, and the widget must be able to read it: it is told to wait, or to renew its session. A page that
 * is not allowed reads nothing, nor does one that holds a tenant's own credential, which belongs on no page.
 */
export function corsHeaders(
  contract: Pick<RouteContract, 'cors'>,
  headers: Headers,
  { caller, failure }: { caller: Caller | undefined; failure?: AppError },
): Record<string, string> {
  if (contract.cors === undefined) return {};
  if (contract.cors === 'any') return { 'Access-Control-Allow-Origin': '*' };
  const origin = headers.get('origin');
  const readable = caller?.kind !== 'tenant' && failure?.code !== 'origin_not_allowed';
  if (origin === null || !readable) return { Vary: 'Origin' };
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': EXPOSED,
    Vary: 'Origin',
  };
}

/**
 * The `OPTIONS` of a route. Who asks is not known yet, so every page may try; the answer itself is checked. Without the
 * headers of a preflight it says what the path answers.
 */
export function preflight(...contracts: readonly RouteContract[]): (request: Request) => Promise<Response> {
  const methods = contracts.map(({ method }) => method);
  const Allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  return async (request) => {
    const wanted = request.headers.get('access-control-request-method');
    const open = contracts.find(({ method, cors }) => method === wanted && cors !== undefined);
    if (!request.headers.has('origin') || open === undefined)
      return new Response(null, { status: 204, headers: { Allow, Vary: 'Origin' } });
    return new Response(null, {
      status: 204,
      headers: {
        Allow,
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Methods': open.method,
        'Access-Control-Allow-Headers': [
          ...(open.auth === 'anonymous' ? [] : ['Authorization']),
          ...(open.body === undefined ? [] : ['Content-Type']),
          ...(open.idempotent === true ? ['Idempotency-Key'] : []),
        ].join(', '),
        'Access-Control-Max-Age': String(PREFLIGHT_MAX_AGE_SECONDS),
        Vary: 'Origin',
      },
    });
  };
}
