/** The one application of this process, loaded by Node itself whichever host asks first. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { App } from './app.ts';

const KEY = Symbol.for('frontdesk.app');
type Holder = { [KEY]?: Promise<App> };

/**
 * Kept on globalThis because Next loads modules more than once in a process. The import is opaque to Next's bundler:
 * database, models and workers load from their own files, and both hosts run the same code.
 */
export function getApp(): Promise<App> {
  const holder = globalThis as Holder;
  holder[KEY] ??= openApp();
  return holder[KEY];
}

async function openApp(): Promise<App> {
  const file = pathToFileURL(
    join(/* turbopackIgnore: true */ process.cwd(), 'src', 'runtime', 'open-app.ts'),
  ).href;
  const { openApp: open } = (await import(
    /* turbopackIgnore: true */ file
  )) as typeof import('./open-app.ts');
  return open();
}
