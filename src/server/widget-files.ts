/** Serves the embed script to any page: `/widget.js` for a while, `/widget/<version>.js` for ever. */
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { WIDGET_LASTING_HEADERS, WIDGET_MOVING_HEADERS } from '#lib/http/security-headers.ts';
import { nameWidgetScript } from '#runtime/widget-script.ts';
import { WIDGET_FILE, WIDGET_VERSIONS } from './widget-build.ts';

const VERSIONED = /^\/widget\/([0-9a-f]{16}\.js)$/;

interface Served {
  script: Buffer;
  gzipped: Buffer;
  etag: string;
  headers: Record<string, string>;
}

async function load(root: string, path: string): Promise<Served | null> {
  const versioned = VERSIONED.exec(path)?.[1];
  const file = versioned === undefined ? WIDGET_FILE : join(WIDGET_VERSIONS, versioned);
  const script = await readFile(join(root, file)).catch(() => null);
  if (script === null) return null;
  return {
    script,
    gzipped: gzipSync(script, { level: 9 }),
    etag: `"${nameWidgetScript(script).version}"`,
    headers: versioned === undefined ? WIDGET_MOVING_HEADERS : WIDGET_LASTING_HEADERS,
  };
}

/** Answers and says so, or leaves the request to the pages. Scripts are read once: a server runs one version. */
export function widgetFiles(root: string) {
  const loaded = new Map<string, Served>();
  return async (path: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<boolean> => {
    const asksForIt = path === '/widget.js' || VERSIONED.test(path);
    if (!asksForIt || (incoming.method !== 'GET' && incoming.method !== 'HEAD')) return false;
    const served = loaded.get(path) ?? (await load(root, path));
    if (served === null) return false;
    loaded.set(path, served);
    const { script, gzipped, etag, headers } = served;
    const common = { ...headers, ETag: etag, Vary: 'Accept-Encoding' };
    const known = (incoming.headers['if-none-match'] ?? '')
      .split(',')
      .map((tag) => tag.trim().replace(/^W\//, ''));
    if (known.includes(etag)) {
      outgoing.writeHead(304, common).end();
      return true;
    }
    const zipped = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(
      String(incoming.headers['accept-encoding'] ?? ''),
    );
    const body = zipped ? gzipped : script;
    outgoing.writeHead(200, {
      ...common,
      ...(zipped ? { 'Content-Encoding': 'gzip' } : {}),
      'Content-Length': body.byteLength,
      'Content-Type': 'text/javascript; charset=utf-8',
    });
    outgoing.end(incoming.method === 'HEAD' ? undefined : body);
    return true;
  };
}
