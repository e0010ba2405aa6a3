/** `npm run docs`: writes the pages that are generated from the code; `--check` only says whether they are fresh. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROUTES } from '#lib/contracts/routes.ts';
import { errorReference } from '#lib/http/error-reference.ts';
import { openApiDocument } from '#lib/http/openapi.ts';
import { metricsReference } from '#lib/metrics/metrics-reference.ts';

const root = join(import.meta.dirname, '..');
const pages = {
  'docs/errors.md': errorReference(),
  'docs/METRICS.md': metricsReference(),
  'docs/api/openapi.json': `${JSON.stringify(openApiDocument(ROUTES), null, 2)}\n`,
};

let stale = 0;
for (const [name, content] of Object.entries(pages)) {
  const path = join(root, name);
  const before = await readFile(path, 'utf8').catch(() => null);
  if (before === content) continue;
  stale += 1;
  if (process.argv.includes('--check')) {
    console.error(`${name} is not what the code says; run “npm run docs”.`);
  } else {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    console.log(`wrote ${name}`);
  }
}
if (stale > 0 && process.argv.includes('--check')) process.exit(1);
