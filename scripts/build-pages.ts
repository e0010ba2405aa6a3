/** `npm run build`: builds the pages now, so that the first `npm start` need not. */
import { join } from 'node:path';
import { buildPages, pagesAreBuilt } from '#server/page-build.ts';
import { buildWidget } from '#server/widget-build.ts';

Object.assign(process.env, { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' });

const root = join(import.meta.dirname, '..');
await buildWidget(root);
if (await pagesAreBuilt(root)) {
  console.log('The pages are built already.');
} else {
  const startedAt = performance.now();
  await buildPages(root, new AbortController().signal);
  console.log(`The pages are built (${Math.round((performance.now() - startedAt) / 1000)} s).`);
}
