/** Says which origin a page of this very server has, for what is done only for such pages. */
import { AppError } from '#lib/core/errors.ts';

/**
 * The page's own, when the request comes from a page; else the public one. The host alone is compared with the request's,
 * since a proxy in front may have ended its TLS. Errors: `origin_not_allowed` for a page of anywhere else.
 */
export function ownOrigin(headers: Headers, publicUrl: string): string {
  const own = new URL(publicUrl);
  const origin = headers.get('origin');
  if (origin === null) return own.origin;
  if (origin === own.origin) return origin;
  if (URL.canParse(origin) && new URL(origin).host === headers.get('host')) return origin;
  throw new AppError('origin_not_allowed', 'The preview is for pages of this server.');
}
