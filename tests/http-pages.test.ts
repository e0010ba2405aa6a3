import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pageSecurityHeaders } from '#lib/http/security-headers.ts';
import { underBuildLock } from '#server/build-lock.ts';
import { readInlineScripts, scriptHashes } from '#server/inline-scripts.ts';
import { pageFingerprint, pagesAreBuilt } from '#server/page-build.ts';
import { startPages } from '#server/pages.ts';
import { runHost, testApp } from './fixtures/http-host.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'frontdesk-pages-'));
});
afterEach(() => rm(root, { recursive: true }));

async function put(file: string, content: string): Promise<void> {
  await mkdir(join(root, file, '..'), { recursive: true });
  await writeFile(join(root, file), content);
}

describe('the fingerprint of the pages', () => {
  it('changes with content, names and the lockfile, and with nothing else', async () => {
    await put('src/app/page.tsx', 'a');
    await put('package-lock.json', '{}');
    const first = await pageFingerprint(root);
    await put('src/lib/rag/fuse.ts', 'not part of the pages');
    expect(await pageFingerprint(root)).toBe(first);
    await put('src/app/page.tsx', 'b');
    const second = await pageFingerprint(root);
    await put('src/ui/button.tsx', '');
    const third = await pageFingerprint(root);
    await put('package-lock.json', '{ }');
    expect(new Set([first, second, third, await pageFingerprint(root)]).size).toBe(4);
  });

  it('tells a build of these sources from none and from a stale one', async () => {
    await put('src/app/page.tsx', 'a');
    expect(await pagesAreBuilt(root)).toBe(false);
    await put('.next/frontdesk-fingerprint', await pageFingerprint(root));
    expect(await pagesAreBuilt(root)).toBe(true);
    await put('src/app/page.tsx', 'b');
    expect(await pagesAreBuilt(root)).toBe(false);
  });
});

describe('the build lock', () => {
  const never = new AbortController().signal;

  it('lets one in at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await sleep(20);
      inside -= 1;
    };
    await Promise.all([1, 2, 3].map(() => underBuildLock(join(root, 'l'), never, work)));
    expect(most).toBe(1);
  });

  it('takes over from a process that is gone, and lets go when the work fails', async () => {
    await put('l', '999999999');
    await expect(
      underBuildLock(join(root, 'l'), never, () => Promise.reject(new Error('x'))),
    ).rejects.toThrow('x');
    await expect(readFile(join(root, 'l'))).rejects.toThrow();
  });
});

describe('the policy of a page', () => {
  const html =
    '<script src="/a.js"></script><script>one()</script><script id="x">two("é")</script><script>one()</script>';
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

  it('names exactly its inline scripts', async () => {
    expect(scriptHashes(html)).toEqual([hash('one()'), hash('two("é")')]);
    await put('.next/server/app/index.html', html);
    await put('.next/server/app/help/faq.html', '<script>faq()</script>');
    await put('.next/server/app/_not-found.html', '<script>lost()</script>');
    const scripts = await readInlineScripts(join(root, '.next'));
    expect(scripts('/')).toEqual([hash('one()'), hash('two("é")')]);
    expect(scripts('/help/faq')).toEqual([hash('faq()')]);
    expect(scripts('/help/faq/')).toEqual([hash('faq()')]);
    expect(scripts('/nowhere')).toEqual([hash('lost()')]);
  });

  it('lets no inline script run without a hash, and nobody frame the page', () => {
    const { 'Content-Security-Policy': policy = '', ...others } = pageSecurityHeaders(scriptHashes(html));
    const directive = (name: string) => policy.split('; ').find((part) => part.startsWith(`${name} `));
    expect(directive('script-src')).toBe(`script-src 'self' ${hash('one()')} ${hash('two("é")')}`);
    expect(directive('frame-ancestors')).toBe("frame-ancestors 'none'");
    expect(directive('default-src')).toBe("default-src 'self'");
    expect(others).toMatchObject({ 'X-Content-Type-Options': 'nosniff', 'X-Frame-Options': 'DENY' });
  });
});

describe('pages that cannot be built', () => {
  it('are explained on the page and in the log, and the API goes on', async () => {
    const app = testApp();
    await put('package.json', '{}');
    const pages = startPages({ root, port: () => 0, publicUrl: 'https://desk.example', log: app.log });
    await using host = await runHost([], app, pages);
    await expect.poll(() => app.lines.some((line) => line.level === 'error')).toBe(true);
    const response = await fetch(host.url);
    expect(response.status).toBe(503);
    expect(response.headers.get('strict-transport-security')).toContain('max-age');
    expect(await response.text()).toContain('could not be built');
    expect((await fetch(`${host.url}/api/nope`)).status).toBe(404);
    expect((await fetch(host.url, { method: 'POST' })).status).toBe(405);
    await pages.close();
  });
});
