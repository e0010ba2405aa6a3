/** Names the built embed script, as it lies in `public`, by its content. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WidgetScript } from '#lib/widget/embed-widget.ts';

/** The build names the script's lasting address the same way (server/widget-build.ts). */
const VERSION_CHARS = 16;

export function nameWidgetScript(script: Uint8Array): WidgetScript {
  const hash = createHash('sha384').update(script).digest();
  return {
    version: hash.toString('hex').slice(0, VERSION_CHARS),
    integrity: `sha384-${hash.toString('base64')}`,
  };
}

/** Read each time: it is small, and a build may have replaced it. Throws when there was none: `npm run build` makes it. */
export async function readWidgetScript(): Promise<WidgetScript> {
  return nameWidgetScript(
    await readFile(join(/* turbopackIgnore: true */ process.cwd(), 'public', 'widget.js')),
  );
}
