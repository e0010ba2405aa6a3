/** Refuses requests that a web page sends in its visitor's name (DNS rebinding, foreign origins). */
import { AppError } from '#lib/core/errors.ts';

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

function hostnameOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).hostname : null;
}

/**
 * Programs send no Origin. A browser's must be our own or, in embedded mode, of this machine; there the Host must be
 * ours as well, since a page may point its own name at 127.0.0.1. Errors: `origin_not_allowed`, `forbidden`.
 */
export function requireTrustedSource(headers: Headers, config: { mode: string; publicUrl: string }): void {
  const embedded = config.mode === 'embedded';
  const own = new URL(config.publicUrl);
  const origin = headers.get('origin');
  const local = origin !== null && embedded && LOCAL_HOSTS.has(hostnameOf(origin) ?? '');
  if (origin !== null && origin !== own.origin && !local) {
    throw new AppError('origin_not_allowed', 'Pages of that site may not call this endpoint.');
  }
  const host = hostnameOf(`http://${headers.get('host')}`) ?? '';
  if (embedded && !LOCAL_HOSTS.has(host) && host !== own.hostname) {
    throw new AppError('forbidden', 'This server does not go by that host name; PUBLIC_URL names its own.');
  }
}
