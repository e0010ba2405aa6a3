/** Next's part of Frontdesk: the pages, and the same API routes when Next itself is the host. */
import type { NextConfig } from 'next';
import {
  FRAMED_PAGE,
  pageSecurityHeaders,
  WIDGET_LASTING_HEADERS,
  WIDGET_MOVING_HEADERS,
} from './src/lib/http/security-headers.ts';

const list = (headers: Record<string, string>) =>
  Object.entries(headers).map(([key, value]) => ({ key, value }));

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // The optimizer would be an endpoint that costs CPU for anybody; the pages have no photos.
  images: { unoptimized: true },
  // `npm run verify` checks the types; doing it again would double the first start.
  typescript: { ignoreBuildErrors: true, tsconfigPath: 'tsconfig.next.json' },
  // Under `next start`; the Node host replaces the script policy by hashes of the built pages.
  headers: async () => [
    {
      source: '/((?!api(?:/|$)|_next/|widget(?:[./]|-preview$)).*)',
      headers: list(pageSecurityHeaders(null)),
    },
    { source: FRAMED_PAGE, headers: list(pageSecurityHeaders(null, true)) },
    { source: '/widget.js', headers: list(WIDGET_MOVING_HEADERS) },
    { source: '/widget/:file', headers: list(WIDGET_LASTING_HEADERS) },
  ],
};

export default config;
