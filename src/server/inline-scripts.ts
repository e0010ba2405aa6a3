/** Knows the inline scripts of the prerendered pages by hash, so that the page's CSP lets them run and no others. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;
const NOT_FOUND_PAGE = '/_not-found';

/** CSP Level 3 hash sources of a document's inline scripts, each once. */
export function scriptHashes(html: string): string[] {
  const hashes = [...html.matchAll(INLINE_SCRIPT)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  return [...new Set(hashes)];
}

/** Gives the hashes of the page at a path; a path without a page gets those of the not-found page. */
export type InlineScripts = (path: string) => readonly string[];

/** Reads every prerendered page of a Next build. */
export async function readInlineScripts(buildDir: string): Promise<InlineScripts> {
  const appDir = join(buildDir, 'server', 'app');
  const pages = new Map<string, string[]>();
  for (const file of await readdir(appDir, { recursive: true })) {
    if (!file.endsWith('.html')) continue;
    const path = `/${file.slice(0, -'.html'.length).split(sep).join('/')}`;
    pages.set(path === '/index' ? '/' : path, scriptHashes(await readFile(join(appDir, file), 'utf8')));
  }
  return (path) => pages.get(path.replace(/(.)\/$/, '$1')) ?? pages.get(NOT_FOUND_PAGE) ?? [];
}
