/** Builds the pages when the last build is missing or of other sources, in a child process of low priority. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { constants, setPriority } from 'node:os';
import { join, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { underBuildLock } from './build-lock.ts';
import { buildWidget } from './widget-build.ts';

/** What a build is made of: the pages, and the edge of the API, which `next start` runs from the build. */
const SOURCES = [
  'src/app',
  'src/ui',
  'src/widget',
  'src/lib/contracts',
  'src/lib/core',
  'src/lib/http',
  'src/lib/middleware',
  'src/runtime/endpoint.ts',
  'src/runtime/get-app.ts',
  'public',
  'next.config.ts',
  'postcss.config.mjs',
  'package-lock.json',
];
export const BUILD_DIR = '.next';
const FINGERPRINT = join(BUILD_DIR, 'frontdesk-fingerprint');
/** Under `cache`, which `next build` does not empty. */
const LOCK = join(BUILD_DIR, 'cache', 'frontdesk-build.lock');
const BUSY_POLL_MS = 1_000;
const BUSY_MAX_MS = 300_000;
const OUTPUT_KEPT_CHARS = 16_000;

async function filesUnder(root: string, entry: string): Promise<string[]> {
  const path = join(root, entry);
  const found = await stat(path).catch(() => null);
  if (found === null) return [];
  if (found.isFile()) return [entry];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(root.length + 1));
}

/** SHA-256 (hex) over names and contents of everything the pages are made of. */
export async function pageFingerprint(root: string): Promise<string> {
  const files = (await Promise.all(SOURCES.map((entry) => filesUnder(root, entry)))).flat().sort();
  const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '');
  for (const file of files) {
    const content = await readFile(join(root, file));
    hash.update(`${file.split(sep).join('/')}\0${content.byteLength}\0`).update(content);
  }
  return hash.digest('hex');
}

export async function pagesAreBuilt(root: string): Promise<boolean> {
  const built = await readFile(join(root, FINGERPRINT), 'utf8').catch(() => null);
  return built !== null && built === (await pageFingerprint(root));
}

/** Runs `next build`; gives null, or the end of its output when it failed. Rejects when it is aborted. */
function runBuild(root: string, signal: AbortSignal): Promise<string | null> {
  const next = createRequire(join(root, 'package.json')).resolve('next/dist/bin/next');
  const child = spawn(process.execPath, [next, 'build'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  try {
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Priority is a courtesy; some systems do not let us.
  }
  let output = '';
  const keep = (text: string) => {
    output = (output + text).slice(-OUTPUT_KEPT_CHARS);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0 ? null : `next build ended with ${code}:\n${output}`));
  });
}

/** Makes sure that the build on disk is of the sources on disk, whichever process builds it. */
export async function buildPages(root: string, signal: AbortSignal): Promise<void> {
  await underBuildLock(join(root, LOCK), signal, async () => {
    await buildWidget(root);
    if (await pagesAreBuilt(root)) return;
    // Taken first: sources that change during the build make it stale again.
    const fingerprint = await pageFingerprint(root);
    const startedAt = performance.now();
    for (;;) {
      const failure = await runBuild(root, signal);
      if (failure === null) break;
      // Next's own lock: the build of a process that was killed may still be running.
      const busy = /process is already running/.test(failure) && performance.now() - startedAt < BUSY_MAX_MS;
      if (!busy) throw new Error(failure);
      await sleep(BUSY_POLL_MS, undefined, { signal });
    }
    await writeFile(join(root, FINGERPRINT), fingerprint);
  });
}
