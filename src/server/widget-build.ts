/** Bundles the embed script into `public`: once under its moving name, once under one that is its content's alone. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { nameWidgetScript } from '#runtime/widget-script.ts';

const SOURCES = join('src', 'widget');
export const WIDGET_FILE = join('public', 'widget.js');
/** Scripts of earlier builds stay here: pages may have pinned them. */
export const WIDGET_VERSIONS = join('public', 'widget');
/** What every browser of the last three years runs. */
const TARGET = 'es2022';

/** SHA-256 (hex) over what the script is made of. */
async function fingerprintOf(root: string): Promise<string> {
  const hash = createHash('sha256').update(TARGET);
  const files = (await readdir(join(root, SOURCES), { recursive: true })).filter((name) =>
    name.endsWith('.ts'),
  );
  for (const file of files.sort()) {
    const content = await readFile(join(root, SOURCES, file));
    hash.update(`${file.split(sep).join('/')}\0${content.byteLength}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Whole or not at all, whoever reads meanwhile. */
async function replaceFile(path: string, content: string): Promise<void> {
  const next = `${path}.${process.pid}`;
  await writeFile(next, content);
  await rename(next, path);
}

async function bundle(root: string): Promise<string> {
  // Loaded here: the bundler is large, and nearly every start finds the script built.
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input: join(root, SOURCES, 'main.ts'),
    cwd: root,
    platform: 'browser',
    transform: { target: TARGET },
  });
  try {
    const { output } = await build.generate({ format: 'iife', minify: true });
    return output[0].code;
  } finally {
    await build.close();
  }
}

/** Does nothing when the script on disk is of the sources on disk. */
export async function buildWidget(root: string): Promise<void> {
  const banner = `/*! Frontdesk widget ${await fingerprintOf(root)} | Apache-2.0 */\n`;
  const built = await readFile(join(root, WIDGET_FILE), 'utf8').catch(() => '');
  if (built.startsWith(banner)) return;
  const script = banner + (await bundle(root));
  const { version } = nameWidgetScript(Buffer.from(script));
  await mkdir(join(root, WIDGET_VERSIONS), { recursive: true });
  await replaceFile(join(root, WIDGET_VERSIONS, `${version}.js`), script);
  await replaceFile(join(root, WIDGET_FILE), script);
}
