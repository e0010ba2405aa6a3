/** The embed script as a file: small, built when it is stale and only then, and served to every page. */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nameWidgetScript } from '#runtime/widget-script.ts';
import { buildWidget } from '#server/widget-build.ts';
import { widgetFiles } from '#server/widget-files.ts';
import { ROOT } from './fixtures/repository.ts';

const GZIPPED_MAX_BYTES = 30 * 1024;

let root: string;
let server: Server;
let url: string;
const file = (...path: string[]) => join(root, ...path);
const script = () => readFile(file('public', 'widget.js'), 'utf8');

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'frontdesk-widget-'));
  await cp(join(ROOT, 'src', 'widget'), file('src', 'widget'), { recursive: true });
  await mkdir(file('public'));
  await symlink(join(ROOT, 'node_modules'), file('node_modules'));
  await buildWidget(root);
  const answer = widgetFiles(root);
  server = createServer(async (incoming, outgoing) => {
    if (!(await answer(incoming.url!, incoming, outgoing))) outgoing.writeHead(404).end('a page');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(root, { recursive: true, force: true });
});

describe('the embed script', () => {
  it('is at most 30 kB gzipped, one self-contained function without a dependency', async () => {
    const text = await script();
    expect(gzipSync(text, { level: 9 }).byteLength).toBeLessThanOrEqual(GZIPPED_MAX_BYTES);
    expect(text).toMatch(/^\/\*! Frontdesk widget [0-9a-f]{16} \| Apache-2\.0 \*\/\n\(function\(\)\{/);
    expect(text).not.toMatch(/\b(?:import|require)\(|\bexport\b/);
  });

  it('never makes markup of text, evaluates text, or styles by attribute', async () => {
    expect(await script()).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|createContextualFragment|setAttribute\(["'`]style/,
    );
  });

  it('is built anew when its sources change; what pages have pinned stays', async () => {
    const first = await script();
    await buildWidget(root);
    expect(await readdir(file('public', 'widget'))).toHaveLength(1);
    await writeFile(file('src', 'widget', 'more.ts'), '/** More. */\n');
    await buildWidget(root);
    expect(await script()).not.toBe(first);
    const versions = await readdir(file('public', 'widget'));
    expect(versions).toContain(`${nameWidgetScript(Buffer.from(first)).version}.js`);
    expect(versions).toHaveLength(2);
    await rm(file('src', 'widget', 'more.ts'));
    await buildWidget(root);
    expect(await script()).toBe(first);
  });
});

describe('its addresses', () => {
  it('give the present script for five minutes, with a tag that saves sending it again', async () => {
    const response = await fetch(`${url}/widget.js`, { headers: { 'accept-encoding': 'identity' } });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
      'content-type': 'text/javascript; charset=utf-8',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
    expect(await response.text()).toBe(await script());
    const tag = response.headers.get('etag')!;
    const again = await fetch(`${url}/widget.js`, { headers: { 'if-none-match': `"other", W/${tag}` } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const changed = await fetch(`${url}/widget.js`, { headers: { 'if-none-match': '"other"' } });
    expect(changed.status).toBe(200);
  });

  it('give a version for ever, and its integrity is that of its bytes', async () => {
    const bytes = Buffer.from(await script());
    const { version, integrity } = nameWidgetScript(bytes);
    const response = await fetch(`${url}/widget/${version}.js`);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const body = Buffer.from(await response.arrayBuffer());
    expect(`sha384-${createHash('sha384').update(body).digest('base64')}`).toBe(integrity);
  });

  it('send it packed to who can unpack it, and no body to HEAD', async () => {
    const { headers, body } = await raw({ 'accept-encoding': 'br, gzip' });
    expect(headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(body).toString()).toBe(await script());
    for (const encoding of ['identity', 'gzip;q=0', ''])
      expect((await raw({ 'accept-encoding': encoding })).headers['content-encoding']).toBeUndefined();
    const head = await fetch(`${url}/widget.js`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('leave everything else to the pages', async () => {
    const paths = [
      '/widget',
      '/widget/',
      '/widget/none.js',
      '/widget/0123456789abcdef.js',
      '/widget/..%2Fwidget.js',
    ];
    for (const path of paths) expect([path, (await fetch(url + path)).status]).toEqual([path, 404]);
    expect((await fetch(`${url}/widget.js`, { method: 'POST' })).status).toBe(404);
  });
});

/** As it comes over the wire. */
async function raw(headers: Record<string, string>) {
  const { request } = await import('node:http');
  return new Promise<{ headers: import('node:http').IncomingHttpHeaders; body: Buffer }>(
    (resolve, reject) => {
      request(`${url}/widget.js`, { headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(parts) }));
      })
        .on('error', reject)
        .end();
    },
  );
}
