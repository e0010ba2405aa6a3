/** Next's part of Frontdesk: the pages, and the same API routes when Next itself is the host. */
import { readdir } from 'node:fs/promises';
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
      source: '/((?!api(?:/|$)|_next/|widget(?:\\.js|-preview)$).*)',
      headers: list(pageSecurityHeaders(null)),
    },
    { source: FRAMED_PAGE, headers: list(pageSecurityHeaders(null, true)) },
    { source: '/widget.js', headers: list(WIDGET_MOVING_HEADERS) },
    // Those that are there: a version that is not must not be remembered as missing for a year.
    ...(await readdir('public/widget').catch(() => [])).map((name) => ({
      source: `/widget/${name}`,
      headers: list(WIDGET_LASTING_HEADERS),
    })),
  ],
};

export default config;
