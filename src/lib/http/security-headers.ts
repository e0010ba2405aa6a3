/** The security headers of API answers and of pages, as data both hosts share. */

/** An API answer is data: nothing in it may run, be framed, be cached or name where the caller came from. */
export const API_SECURITY_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const;

/** One year; only ever sent by an origin that is reached over https. */
const HSTS = 'max-age=31536000';

/** Adds HSTS when the public address is https; a plain-http browser would ignore it anyway (RFC 6797 §7.2). */
export function transportHeaders(publicUrl: string): Record<string, string> {
  return publicUrl.startsWith('https://') ? { 'Strict-Transport-Security': HSTS } : {};
}

/** The embed script is for the pages of others: whoever asks may load and check it. */
const FOR_ANY_PAGE = {
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
  'X-Content-Type-Options': 'nosniff',
};
/** A new release is on every page within five minutes. */
export const WIDGET_MOVING_HEADERS = {
  ...FOR_ANY_PAGE,
  'Cache-Control': 'public, max-age=300, stale-while-revalidate=86400',
};
export const WIDGET_LASTING_HEADERS = {
  ...FOR_ANY_PAGE,
  'Cache-Control': 'public, max-age=31536000, immutable',
};

/** The one page that stands in frames of our own pages. */
export const FRAMED_PAGE = '/widget-preview';

/**
 * The headers of a page.
 *
 * `inlineScripts` are the CSP hashes (`'sha256-…'`) of the page's own inline scripts. Pages are prerendered, so
 * nonces would be the same for everybody and hashes are the strict choice: Next's bootstrap runs, injected script
 * does not. A host that cannot know them (`next start`) passes null and gets 'unsafe-inline' for scripts. Styles
 * keep 'unsafe-inline': the component library positions its popovers with style attributes. A `framed` page may stand
 * in frames of our own pages.
 */
export function pageSecurityHeaders(
  inlineScripts: readonly string[] | null,
  framed = false,
): Record<string, string> {
  const scripts = inlineScripts === null ? ["'unsafe-inline'"] : inlineScripts;
  return {
    'Content-Security-Policy': [
      "default-src 'self'",
      ["script-src 'self'", ...scripts].join(' '),
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "font-src 'self'",
      "connect-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      `frame-ancestors ${framed ? "'self'" : "'none'"}`,
    ].join('; '),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()',
    'Referrer-Policy': 'strict-origin-when-cross-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': framed ? 'SAMEORIGIN' : 'DENY',
  };
}
